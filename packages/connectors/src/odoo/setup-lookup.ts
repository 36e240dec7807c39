import { refuse, succeed } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { idColumns } from './columns.ts';
import { ids, recordId, whole } from './decode.ts';
import { outboxModel } from './outbox.ts';
import { noSuch, search } from './session.ts';
import type { Domain } from './session.ts';
import type { SetupInput } from './setup.ts';
import type { GroupStep, SetupStep } from './setup-steps.ts';

/** True when the step is done already. An index counts as made when its server action is there. */
export async function isInPlace(input: SetupInput, step: SetupStep): Promise<Outcome<boolean>> {
  if (step.kind === 'group') return holdsGroup(input, step);
  const found = await idsOf(input, recordsOf(step));
  return found.ok ? succeed(found.value.length > 0) : found;
}

export interface Records {
  readonly model: string;
  readonly domain: Domain;
}

/** The technical records by which a step is recognised, and which undoing removes. */
export function recordsOf(step: Exclude<SetupStep, GroupStep>): Records {
  switch (step.kind) {
    case 'field':
      return {
        model: 'ir.model.fields',
        domain: [
          ['model', '=', step.model],
          ['name', '=', step.name],
        ],
      };
    case 'index':
      return { model: 'ir.actions.server', domain: [['name', '=', step.actionName]] };
    case 'outbox':
      return { model: 'ir.model', domain: [['model', '=', outboxModel]] };
    case 'access':
      return { model: 'ir.model.access', domain: [['name', '=', step.accessName]] };
    case 'automation':
      return { model: 'base.automation', domain: [['name', '=', step.name]] };
  }
}

export async function idsOf(
  input: SetupInput,
  records: Records,
): Promise<Outcome<readonly number[]>> {
  const found = await search(
    { client: input.admin },
    { ...records, columns: idColumns, companyIds: [], withArchived: true },
  );
  return found.ok ? succeed(found.value.map(({ id }) => id)) : found;
}

async function theId(input: SetupInput, records: Records, what: string): Promise<Outcome<number>> {
  const found = await idsOf(input, records);
  if (!found.ok) return found;
  const [id] = found.value;
  return id === undefined ? refuse(noSuch(what)) : succeed(id);
}

export const modelId = (input: SetupInput, model: string): Promise<Outcome<number>> =>
  theId(input, { model: 'ir.model', domain: [['model', '=', model]] }, `model ${model}`);

/** A group by its external id, which is the same in every database. */
export async function groupId(input: SetupInput, group: string): Promise<Outcome<number>> {
  const [module = '', name = ''] = group.split('.');
  const found = await search(
    { client: input.admin },
    {
      model: 'ir.model.data',
      domain: [
        ['module', '=', module],
        ['name', '=', name],
      ],
      columns: { id: recordId, res_id: whole },
      companyIds: [],
    },
  );
  if (!found.ok) return found;
  const [row] = found.value;
  return row === undefined ? refuse(noSuch(`group ${group}`)) : succeed(row.res_id);
}

async function holdsGroup(input: SetupInput, step: GroupStep): Promise<Outcome<boolean>> {
  const group = await groupId(input, step.group);
  if (!group.ok) return group;
  const found = await serviceUser(input, step.login);
  return found.ok ? succeed(found.value.groups.includes(group.value)) : found;
}

export async function serviceUser(
  input: SetupInput,
  login: string,
): Promise<Outcome<{ readonly id: number; readonly groups: readonly number[] }>> {
  const field = input.facts.userGroupsField;
  const found = await search(
    { client: input.admin },
    {
      model: 'res.users',
      domain: [['login', '=', login]],
      columns: { [field]: ids },
      companyIds: [],
    },
  );
  if (!found.ok) return found;
  const [row] = found.value;
  const identified = await theId(
    input,
    { model: 'res.users', domain: [['login', '=', login]] },
    `user ${login}`,
  );
  if (!identified.ok) return identified;
  return succeed({ id: identified.value, groups: row?.[field] ?? [] });
}
