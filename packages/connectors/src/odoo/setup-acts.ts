import { refuse, succeed } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { anything, done, ids } from './decode.ts';
import type { Decoder } from './decode.ts';
import { outboxModel } from './outbox.ts';
import { execute, noSuch } from './session.ts';
import { groupId, idsOf, modelId, recordsOf, serviceUser } from './setup-lookup.ts';
import type { SetupInput } from './setup.ts';
import { outboxFields } from './setup-steps.ts';
import type { AutomationStep, GroupStep, IndexStep, SetupStep } from './setup-steps.ts';
import type { Argument } from './json.ts';

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
