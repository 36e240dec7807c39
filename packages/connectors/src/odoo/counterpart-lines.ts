import { succeed } from '@quittance/domain';
import type { Currency } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { minorFromWire, minorToWire } from './amount.ts';
import type { Counterpart, MoveLineRow } from './counterparts.ts';
import { done } from './decode.ts';
import type { Argument } from './json.ts';
import { execute } from './session.ts';
import type { Session } from './session.ts';

/** Shares an amount out in proportion, exactly: the last share takes what rounding leaves. */
export function shareOut(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  let weightSum = 0n;
  for (const weight of weights) weightSum += weight;
  if (weightSum === 0n) return weights.map(() => 0n);
  let rest = total;
  return weights.map((weight, position) => {
    const share = position === weights.length - 1 ? rest : (total * weight) / weightSum;
    rest -= share;
    return share;
  });
}

export interface Layout {
  readonly statementLineId: number;
  readonly companyId: number;
  readonly label: string;
  readonly currency: Currency;
  readonly currencyRecordId: number;
  readonly companyCurrency: Currency;
  readonly suspense: MoveLineRow;
  readonly counterparts: readonly Counterpart[];
}

/**
 * True when the suspense item itself can become the counterpart: everything on one account, and
 * every part takes all that its journal items have open, so that nothing is left to choose.
 */
export const isSingleCounterpart = (counterparts: readonly Counterpart[]): boolean =>
  new Set(counterparts.map(({ accountId }) => accountId)).size === 1 &&
  counterparts.every(
    ({ part, targets, openMinor }) => targets.length > 0 && openMinor === part.amountMinor,
  );

/** Turns the suspense item into the one counterpart. */
export function moveSuspense(session: Session, layout: Layout): Promise<Outcome<true>> {
  const partners = new Set(layout.counterparts.map(({ partnerId }) => partnerId));
  const [partner] = partners;
  const accountId = layout.counterparts[0]?.accountId ?? 0;
  const values: { readonly [name: string]: Argument } =
    partners.size === 1 && typeof partner === 'number'
      ? { account_id: accountId, partner_id: partner }
      : { account_id: accountId };
  return execute(session, {
    model: 'account.move.line',
    method: 'write',
    args: [[layout.suspense.id], values],
    decoder: done,
    companyIds: [layout.companyId],
  });
}

/** Replaces the suspense item by one item for each part, in their order. */
export async function splitSuspense(session: Session, layout: Layout): Promise<Outcome<null>> {
  const { currency, companyCurrency, suspense, counterparts } = layout;
  const balance = minorFromWire(companyCurrency, suspense.balance);
  const balances = shareOut(
    balance,
    counterparts.map(({ part }) => -part.amountMinor),
  );
  const items = counterparts.map(({ part, accountId, partnerId }, position) => [
    0,
    0,
    {
      account_id: accountId,
      partner_id: partnerId ?? false,
      name: part.kind === 'account' ? part.label : layout.label,
      currency_id: layout.currencyRecordId,
      amount_currency: minorToWire(currency, -part.amountMinor),
      balance: minorToWire(companyCurrency, balances[position] ?? 0n),
    },
  ]);
  const written = await execute(session, {
    model: 'account.bank.statement.line',
    method: 'write',
    args: [[layout.statementLineId], { line_ids: [[2, suspense.id, 0], ...items] }],
    decoder: done,
    companyIds: [layout.companyId],
    // Without these two, Odoo refuses to change the items of a posted bank line.
    context: { force_delete: true, skip_readonly_check: true },
  });
  return written.ok ? succeed(null) : written;
}

/**
 * Finds which journal item of the bank line stands for which parts, or null when the line is
 * matched otherwise: one item for all parts, or one for each with its account and amount.
 */
export function assignItems(
  items: readonly MoveLineRow[],
  counterparts: readonly Counterpart[],
  currency: Currency,
): readonly { readonly item: MoveLineRow; readonly counterparts: readonly Counterpart[] }[] | null {
  const [only, second] = items;
  if (only === undefined) return null;
  const accounts = new Set(counterparts.map(({ accountId }) => accountId));
  const isWhole = second === undefined && accounts.size === 1 && accounts.has(only.account_id);
  if (isWhole) return [{ item: only, counterparts }];
  if (items.length !== counterparts.length) return null;
  const left = items.toSorted((one, other) => one.id - other.id);
  const assigned: { item: MoveLineRow; counterparts: readonly Counterpart[] }[] = [];
  for (const counterpart of counterparts) {
    const { accountId, part } = counterpart;
    const position = left.findIndex(
      (item) =>
        item.account_id === accountId &&
        minorFromWire(currency, item.amount_currency) === -part.amountMinor,
    );
    const [item] = position < 0 ? [] : left.splice(position, 1);
    if (item === undefined) return null;
    assigned.push({ item, counterparts: [counterpart] });
  }
  return assigned;
}
