import { uniqueIndexNames } from './faults.ts';
import { outboxModel } from './outbox.ts';
import type { HubModel, VersionFacts } from './versions.ts';

/** A column that the set-up adds to one of Odoo's models. */
export interface FieldStep {
  readonly kind: 'field';
  readonly model: string;
  readonly name: string;
  readonly label: string;
  readonly type: 'char' | 'datetime';
  readonly indexed: boolean;
}

/** A unique index, made by a server action that stays behind as the proof that it was made. */
export interface IndexStep {
  readonly kind: 'index';
  readonly model: string;
  readonly index: string;
  readonly actionName: string;
  readonly code: string;
}

export interface OutboxStep {
  readonly kind: 'outbox';
}

export interface AccessStep {
  readonly kind: 'access';
  readonly accessName: string;
  readonly group: string;
}

export interface AutomationStep {
  readonly kind: 'automation';
  readonly name: string;
  readonly model: string;
  readonly filter: string;
  readonly watched: readonly string[];
  readonly code: string;
}

export interface GroupStep {
  readonly kind: 'group';
  readonly login: string;
  readonly group: string;
}

export type SetupStep =
  FieldStep | IndexStep | OutboxStep | AccessStep | AutomationStep | GroupStep;

const columnsOf = (model: HubModel): readonly FieldStep[] => [
  { kind: 'field', model, name: 'x_hub_ref', label: 'Hub reference', type: 'char', indexed: true },
  { kind: 'field', model, name: 'x_hub_state', label: 'Hub state', type: 'char', indexed: false },
  {
    kind: 'field',
    model,
    name: 'x_hub_state_at',
    label: 'Hub state since',
    type: 'datetime',
    indexed: false,
  },
];

const indexNames: Readonly<Record<HubModel, string>> = {
  'account.move': uniqueIndexNames.move,
  'account.payment': uniqueIndexNames.payment,
};

const indexOf = (model: HubModel): IndexStep => {
  const index = indexNames[model];
  const table = model.replaceAll('.', '_');
  return {
    kind: 'index',
    model,
    index,
    actionName: `Quittance: unique hub reference on ${model}`,
    code:
      `env.cr.execute("create unique index if not exists ${index} on ${table} (x_hub_ref) ` +
      `where x_hub_ref is not null and x_hub_ref != ''")`,
  };
};

/** Columns of the outbox; `x_payload` holds the user who made the change. */
export const outboxFields = [
  { name: 'x_name', label: 'Name', type: 'char' },
  { name: 'x_model', label: 'Model', type: 'char' },
  { name: 'x_res_id', label: 'Record', type: 'integer' },
  { name: 'x_event', label: 'Event', type: 'char' },
  { name: 'x_payload', label: 'User', type: 'text' },
  { name: 'x_company', label: 'Company', type: 'integer' },
] as const;

/**
 * An error in this code would stop everybody's posting, so it uses only columns that every
 * supported release has, and creates one row with nothing that can fail.
 */
const outboxValues = [
  "'x_name': rec.name",
  "'x_model': rec._name",
  "'x_res_id': rec.id",
  "'x_event': '%s/%s' % (rec.state, rec.payment_state)",
  "'x_payload': str(env.uid)",
  "'x_company': rec.company_id.id",
].join(', ');
const outboxCode = `for rec in records:
    env['${outboxModel}'].sudo().create({${outboxValues}})`;

/** What the hub's service user may do, and no more. */
const serviceGroups = [
  'base.group_user',
  'account.group_account_user',
  'base.group_partner_manager',
] as const;

/** Every step of the set-up, in the order in which it is applied; undone in reverse. */
export const setupSteps = (facts: VersionFacts, serviceLogin: string): readonly SetupStep[] => [
  ...facts.payment.hubModels.flatMap(columnsOf),
  ...facts.payment.hubModels.map(indexOf),
  { kind: 'outbox' },
  { kind: 'access', accessName: 'Quittance: outbox', group: 'account.group_account_user' },
  {
    kind: 'automation',
    name: 'Quittance: outbox of bills',
    model: 'account.move',
    filter: "[('move_type','in',('in_invoice','in_refund')),('posted_before','=',True)]",
    // The hub's own columns are not watched: showing a state is no change of a bill.
    watched: [
      'state',
      'payment_state',
      'amount_total',
      'amount_residual',
      'partner_id',
      'partner_bank_id',
      'ref',
      'invoice_date_due',
      'currency_id',
    ],
    code: outboxCode,
  },
  ...serviceGroups.map((group): GroupStep => ({ kind: 'group', login: serviceLogin, group })),
];

/** What a step will change, in one sentence. */
export function describeStep(step: SetupStep): string {
  switch (step.kind) {
    case 'field':
      return `Add the column ${step.name} (${step.label}) to ${step.model}.`;
    case 'index':
      return `Make ${step.index}, so that no reference stands twice on ${step.model}.`;
    case 'outbox':
      return `Add the model ${outboxModel}, which keeps changes of bills until the hub took them.`;
    case 'access':
      return `Let ${step.group} read and remove rows of ${outboxModel}.`;
    case 'automation':
      return `On every change of a bill that matters, write a row to ${outboxModel}.`;
    case 'group':
      return `Give ${step.login} the rights of ${step.group}.`;
  }
}
