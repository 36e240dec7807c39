import type { PaymentRegistration, ReconciliationPosting } from '@quittance/connector-kit';
import { asPaymentReference, makeReference } from '@quittance/domain';
import type { Currency, PlainDate } from '@quittance/domain';
import { act, keyBill, newPartner, readRows, stageInstant } from './odoo-stage.ts';
import type { Row, Stage } from './odoo-stage.ts';
import { create, only } from './odoo-world.ts';

/** A payment of the first item's number: no two payments in one database share a reference. */
export function payItems(
  stage: Stage,
  input: {
    readonly partner: number;
    readonly items: readonly (readonly [number, bigint])[];
    readonly currency?: Currency;
    readonly date?: PlainDate;
  },
): PaymentRegistration {
  const [first] = input.items;
  let amountMinor = 0n;
  for (const [, minor] of input.items) amountMinor += minor;
  return {
    ...stage.common,
    ...(input.currency === undefined ? {} : { currency: input.currency }),
    ...(input.date === undefined ? {} : { date: input.date }),
    reference: asPaymentReference(makeReference('Q', BigInt(first?.[0] ?? 0) * 7_919n)),
    partyExternalId: input.partner.toString(),
    amountMinor,
    memo: 'SUP',
    hubState: 'approved',
    hubStateAt: stageInstant,
    items: input.items.map(([id, minor]) => ({
      externalId: id.toString(),
      amountMinor: minor,
      discountMinor: 0n,
    })),
  };
}

/** How bills stand in Odoo's own words, with the hub's state beside it. */
export const billRows = (stage: Stage, ids: readonly number[]): Promise<readonly Row[]> =>
  readRows(stage, {
    model: 'account.move',
    domain: [['id', 'in', ids]],
    fields: ['state', 'payment_state', 'amount_residual', 'x_hub_state'],
  });

export const paymentRows = (
  stage: Stage,
  payments: readonly PaymentRegistration[],
): Promise<readonly Row[]> =>
  readRows(stage, {
    model: 'account.payment',
    domain: [['x_hub_ref', 'in', payments.map(({ reference }) => reference)]],
    fields: ['state', 'amount', 'is_reconciled', 'is_matched'],
  });

/** A bank line and the journal items under it, each with the code of its account. */
export async function lineRows(stage: Stage, externalId: string): Promise<readonly Row[]> {
  const lines = await readRows(stage, {
    model: 'account.bank.statement.line',
    domain: [['id', '=', Number.parseInt(externalId, 10)]],
    fields: ['is_reconciled', 'amount', 'move_id'],
  });
  const [line] = lines;
  const moveId = Number.parseInt(line?.['move_id'] ?? '', 10);
  const { is_reconciled, amount } = line ?? {};
  return [
    { is_reconciled: `${is_reconciled}`, amount: `${amount}` },
    ...(await itemRows(stage, [['move_id', '=', moveId]])),
  ];
}

/** Journal items by the codes of their accounts. */
export async function itemRows(
  stage: Stage,
  domain: Parameters<typeof readRows>[1]['domain'],
): Promise<readonly Row[]> {
  const fields = ['balance', 'amount_currency', 'amount_residual', 'reconciled', 'account_id'];
  const items = await readRows(stage, { model: 'account.move.line', domain, fields });
  const accounts = await readRows(stage, {
    model: 'account.account',
    domain: [['id', 'in', items.map((item) => Number.parseInt(item['account_id'] ?? '', 10))]],
    fields: ['id', 'code'],
  });
  const codes = new Map(accounts.map(({ id, code }) => [id, code]));
  return items
    .map(({ account_id, ...item }) => ({ account: codes.get(account_id) ?? '', ...item }))
    .toSorted((left, right) => JSON.stringify(left).localeCompare(JSON.stringify(right)));
}

export interface Debit {
  readonly amountMinor: bigint;
  readonly key: string;
  readonly date?: PlainDate;
  readonly foreign?: { readonly currency: Currency; readonly amountMinor: bigint };
}

/** Posts a bank line twice, which makes it once; its number. */
export async function bankSays(stage: Stage, debit: Debit): Promise<string> {
  const { key, ...given } = debit;
  const line = {
    ...stage.common,
    ...given,
    hubReference: `L-${key}`,
    label: 'Payment order',
    partyExternalId: null,
  };
  const posted = only(await stage.hub['statementLines.post']({ lines: [line] }));
  const again = only(await stage.hub['statementLines.post']({ lines: [line] }));
  if (again.externalId !== posted.externalId) throw new Error('one line was posted twice');
  return posted.externalId;
}

/** Matches a bank line, twice the same; how many reconciliations it made, or what refused it. */
export async function matchLine(
  stage: Stage,
  statementLineExternalId: string,
  parts: ReconciliationPosting['parts'],
): Promise<string> {
  const { companyExternalId } = stage.common;
  const key = `M-${statementLineExternalId}`;
  const reconciliations = [{ key, companyExternalId, statementLineExternalId, parts }];
  const [first] = await stage.hub['reconciliations.post']({ reconciliations });
  const [second] = await stage.hub['reconciliations.post']({ reconciliations });
  if (first === undefined || second === undefined) throw new Error('no outcome');
  if (!first.outcome.ok) return first.outcome.error.code;
  if (!second.outcome.ok) throw new Error(`the second time: ${second.outcome.error.code}`);
  if (second.outcome.value.externalIds.join() !== first.outcome.value.externalIds.join()) {
    throw new Error('matched twice, it says another thing');
  }
  return `${first.outcome.value.externalIds.length}`;
}

/** Takes a match back, twice the same; the code of what refused it. */
export async function undoLine(stage: Stage, externalId: string): Promise<string> {
  const { companyExternalId } = stage.common;
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const [undone] = await stage.hub['reconciliations.undo']({
      companyExternalId,
      statementLineExternalIds: [externalId],
    });
    if (undone?.outcome.ok === false) return undone.outcome.error.code;
  }
  return 'undone';
}

/** Closes the books of the company up to a day, or opens them. */
export const lockBooks = (stage: Stage, day: string | false): Promise<void> =>
  act(stage.admin, {
    model: 'res.company',
    method: 'write',
    args: [[1], { fiscalyear_lock_date: day }],
  });

export const outcomeText = (outcome: {
  readonly outcome: { readonly ok: boolean; readonly error?: { readonly code: string } };
}): string => outcome.outcome.error?.code ?? 'done';

/** A bill and its payment, posted. */
export async function settledBill(stage: Stage, amount: number) {
  const partner = await newPartner(stage);
  const bill = await keyBill(stage, { partner, amount });
  const payment = payItems(stage, { partner, items: [[bill, BigInt(amount) * 100n]] });
  only(await stage.hub['payments.settle']({ payments: [payment] }));
  return { partner, bill, payment };
}

/** A payment as the whole of a debit, or a part of it. */
export const partOf = ({ reference, amountMinor }: PaymentRegistration) =>
  ({ kind: 'payment', reference, amountMinor: -amountMinor }) as const;

/** The number of a currency in use, with the two rates that the stories count on. */
export async function currencyNumber(stage: Stage, code: string): Promise<number> {
  const domain = [['name', '=', code]];
  const [row] = await readRows(stage, { model: 'res.currency', domain, fields: ['id'] });
  const id = Number.parseInt(row?.['id'] ?? '', 10);
  await act(stage.admin, {
    model: 'res.currency',
    method: 'write',
    args: [[id], { active: true }],
  });
  for (const [name, rate] of [
    ['2026-11-01', 2],
    ['2026-11-20', 3],
  ] as const) {
    const known = await readRows(stage, {
      model: 'res.currency.rate',
      domain: [
        ['currency_id', '=', id],
        ['company_id', '=', 1],
        ['name', '=', name],
      ],
      fields: ['id'],
    });
    if (known.length > 0) continue;
    await create(stage.admin, 'res.currency.rate', { currency_id: id, company_id: 1, name, rate });
  }
  return id;
}
