import type { Env } from './environment.ts';
import { valueOf } from './records.ts';
import type { Row, WireObject } from './values.ts';

const model = 'account.payment';

/** A text column of a payment, wherever the release keeps it: on 17 most are the entry's. */
export const paymentText = (
  env: Env,
  payment: Row,
  field: 'state' | 'date' | 'name' | 'memo',
): string | null => {
  const name = field === 'memo' ? env.dialect.payment.memo : field;
  const value = valueOf(env, { model, row: payment }, name);
  return typeof value === 'string' ? value : null;
};

/** Whether a payment is posted: on its way, or confirmed by the bank. */
export const isLive = (env: Env, payment: Row): boolean => {
  const state = paymentText(env, payment, 'state');
  return state === env.dialect.payment.live || state === 'paid';
};

/** The columns that a payment keeps itself, and those that belong to its entry. */
export const splitColumns = (
  env: Env,
  values: WireObject,
): { readonly own: WireObject; readonly shared: WireObject } => {
  const { fields } = env.spec(model);
  const entries = Object.entries(values);
  return {
    own: Object.fromEntries(entries.filter(([name]) => fields.has(name))),
    shared: Object.fromEntries(entries.filter(([name]) => !fields.has(name))),
  };
};
