import { refuse, succeed } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { idColumns } from './columns.ts';
import { anything, done, ids, recordId, whole } from './decode.ts';
import type { Decoder } from './decode.ts';
import { outboxModel } from './outbox.ts';
import { execute, noSuch, search } from './session.ts';
import type { Domain } from './session.ts';
import type { SetupInput } from './setup.ts';
import { outboxFields } from './setup-steps.ts';
import type { AutomationStep, GroupStep, IndexStep, SetupStep } from './setup-steps.ts';
import type { Argument } from './json.ts';

/** True when the step is done already. An index counts as made when its server action is there. */
export async function isInPlace(input: SetupInput, step: SetupStep): Promise<Outcome<boolean>> {
  if (step.kind === 'group') return holdsGroup(input, step);
  const found = await idsOf(input, recordsOf(step));
  return found.ok ? succeed(found.value.length > 0) : found;
}

interface Records {
  readonly model: string;
  readonly domain: Domain;
}

/** The technical records by which a step is recognised, and which undoing removes. */
function recordsOf(step: Exclude<SetupStep, GroupStep>): Records {
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

async function idsOf(input: SetupInput, records: Records): Promise<Outcome<readonly number[]>> {
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

const modelId = (input: SetupInput, model: string): Promise<Outcome<number>> =>
  theId(input, { model: 'ir.model', domain: [['model', '=', model]] }, `model ${model}`);

/** A group by its external id, which is the same in every database. */
async function groupId(input: SetupInput, group: string): Promise<Outcome<number>> {
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

interface Call<Value> {
  readonly model: string;
  readonly method: string;
  readonly args: readonly Argument[];
  readonly decoder: Decoder<Value>;
}

const run = <Value>(input: SetupInput, call: Call<Value>): Promise<Outcome<Value>> =>
  execute({ client: input.admin }, { ...call, companyIds: [] });

async function create(
  input: SetupInput,
  model: string,
  values: { readonly [name: string]: Argument },
): Promise<Outcome<number>> {
  const made = await run(input, { model, method: 'create', args: [[values]], decoder: ids });
  if (!made.ok) return made;
  const [id] = made.value;
  return id === undefined ? refuse(noSuch(model)) : succeed(id);
}

/** Does one step that is not in place. */
export async function applyStep(input: SetupInput, step: SetupStep): Promise<Outcome<unknown>> {
  switch (step.kind) {
    case 'field': {
      const model = await modelId(input, step.model);
      if (!model.ok) return model;
      return create(input, 'ir.model.fields', {
        name: step.name,
        model_id: model.value,
        field_description: step.label,
        ttype: step.type,
        state: 'manual',
        index: step.indexed,
        copied: false,
      });
    }
    case 'index':
      return applyIndex(input, step);
    case 'outbox':
      return create(input, 'ir.model', {
        name: 'Hub outbox',
        model: outboxModel,
        state: 'manual',
        field_id: outboxFields.map(({ name, label, type }) => [
          0,
          0,
          { name, field_description: label, ttype: type, state: 'manual' },
        ]),
      });
    case 'access': {
      const model = await modelId(input, outboxModel);
      if (!model.ok) return model;
      const group = await groupId(input, step.group);
      if (!group.ok) return group;
      return create(input, 'ir.model.access', {
        name: step.accessName,
        model_id: model.value,
        group_id: group.value,
        perm_read: true,
        perm_write: false,
        perm_create: false,
        perm_unlink: true,
      });
    }
    case 'automation':
      return applyAutomation(input, step);
    case 'group':
      return applyGroup(input, step);
  }
}

/** `create unique index if not exists`: a second run of the action changes nothing. */
async function applyIndex(input: SetupInput, step: IndexStep): Promise<Outcome<unknown>> {
  const model = await modelId(input, step.model);
  if (!model.ok) return model;
  const action = await create(input, 'ir.actions.server', {
    name: step.actionName,
    model_id: model.value,
    state: 'code',
    code: step.code,
  });
  if (!action.ok) return action;
  const ran = await run(input, {
    model: 'ir.actions.server',
    method: 'run',
    args: [[action.value]],
    decoder: anything,
  });
  if (ran.ok) return ran;
  // The action is the proof that the index was made, so it must not outlive a failure.
  const removed = await unlink(input, 'ir.actions.server', [action.value]);
  return removed.ok ? ran : removed;
}

async function applyAutomation(input: SetupInput, step: AutomationStep): Promise<Outcome<unknown>> {
  const model = await modelId(input, step.model);
  if (!model.ok) return model;
  const watched = await idsOf(input, {
    model: 'ir.model.fields',
    domain: [
      ['model', '=', step.model],
      ['name', 'in', step.watched],
    ],
  });
  if (!watched.ok) return watched;
  // Created with its action in one call: a rule without an action would look like it was done.
  return create(input, 'base.automation', {
    name: step.name,
    model_id: model.value,
    trigger: 'on_create_or_write',
    filter_domain: step.filter,
    trigger_field_ids: [[6, 0, watched.value]],
    action_server_ids: [
      [
        0,
        0,
        {
          name: step.name,
          model_id: model.value,
          usage: 'base_automation',
          state: 'code',
          code: step.code,
        },
      ],
    ],
  });
}

async function holdsGroup(input: SetupInput, step: GroupStep): Promise<Outcome<boolean>> {
  const group = await groupId(input, step.group);
  if (!group.ok) return group;
  const found = await serviceUser(input, step.login);
  return found.ok ? succeed(found.value.groups.includes(group.value)) : found;
}

async function serviceUser(
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

async function applyGroup(input: SetupInput, step: GroupStep): Promise<Outcome<unknown>> {
  const group = await groupId(input, step.group);
  if (!group.ok) return group;
  const user = await serviceUser(input, step.login);
  if (!user.ok) return user;
  return run(input, {
    model: 'res.users',
    method: 'write',
    args: [[user.value.id], { [input.facts.userGroupsField]: [[4, group.value]] }],
    decoder: done,
  });
}

const unlink = (
  input: SetupInput,
  model: string,
  recordIds: readonly number[],
): Promise<Outcome<unknown>> =>
  run(input, { model, method: 'unlink', args: [recordIds], decoder: done });

/** Undoes one step that is in place. */
export async function undoStep(
  input: SetupInput,
  step: Exclude<SetupStep, GroupStep>,
): Promise<Outcome<unknown>> {
  const records = recordsOf(step);
  const found = await idsOf(input, records);
  if (!found.ok) return found;
  if (step.kind === 'index') {
    const dropped = await dropIndex(input, step, found.value);
    if (!dropped.ok) return dropped;
  }
  if (step.kind === 'automation') {
    const actions = await idsOf(input, {
      model: 'ir.actions.server',
      domain: [['base_automation_id', 'in', found.value]],
    });
    if (!actions.ok) return actions;
    // The action first: a rule that is left alone for a moment then does nothing.
    if (actions.value.length > 0) {
      const removed = await unlink(input, 'ir.actions.server', actions.value);
      if (!removed.ok) return removed;
    }
  }
  return found.value.length === 0 ? succeed(null) : unlink(input, records.model, found.value);
}

async function dropIndex(
  input: SetupInput,
  step: IndexStep,
  actionIds: readonly number[],
): Promise<Outcome<unknown>> {
  const written = await run(input, {
    model: 'ir.actions.server',
    method: 'write',
    args: [actionIds, { code: `env.cr.execute("drop index if exists ${step.index}")` }],
    decoder: done,
  });
  if (!written.ok) return written;
  return run(input, {
    model: 'ir.actions.server',
    method: 'run',
    args: [actionIds],
    decoder: anything,
  });
}
