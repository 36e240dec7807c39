import { createHash } from 'node:crypto';
import { refuse, succeed } from '@quittance/domain';
import type { OpenItemRecord, Outcome } from '@quittance/connector-kit';
import { UnfaithfulAmountError } from './amount.ts';
import { groupBy } from './batches.ts';
import { moveColumns, payableLineColumns } from './columns.ts';
import { ShapeError } from './decode.ts';
import { driftFault } from './faults.ts';
import { currenciesById, search, searchAll } from './session.ts';
import type { Session } from './session.ts';
import { openItemFromBill } from './translate.ts';
import type { MoveRow, PayableLineRow } from './translate.ts';

export const billTypes = ['in_invoice', 'in_refund'] as const;

export interface Bill {
  readonly record: OpenItemRecord;
  readonly lines: readonly PayableLineRow[];
  readonly writtenAt: string;
}

/** The payable journal items of given moves, in the order of their ids. */
export const payableLines = (
  session: Session,
  companyId: number,
  moveIds: readonly number[],
): Promise<Outcome<readonly PayableLineRow[]>> =>
  searchAll(session, {
    model: 'account.move.line',
    domain: [
      ['move_id', 'in', moveIds],
      ['account_id.account_type', '=', 'liability_payable'],
    ],
    columns: payableLineColumns,
    companyIds: [companyId],
  });

/**
 * Bills and credit notes by id, as they are now, in the order of their ids. Ids that do not exist,
 * or belong to another company or are no bills, are absent. A bill in a currency that nobody is
 * paid in, or one never posted, is left out and logged.
 */
export async function readBills(
  session: Session,
  request: {
    readonly companyId: number;
    readonly moveIds: readonly number[];
    readonly editors?: ReadonlyMap<number, number>;
  },
): Promise<Outcome<readonly Bill[]>> {
  const { companyId, moveIds } = request;
  if (moveIds.length === 0) return succeed([]);
  const moves = await search(session, {
    model: 'account.move',
    domain: [
      ['id', 'in', moveIds],
      ['move_type', 'in', billTypes],
      ['company_id', '=', companyId],
    ],
    columns: moveColumns,
    companyIds: [companyId],
    order: 'id',
  });
  if (!moves.ok) return moves;
  const told = moves.value.filter((move) => move.posted_before || move.state !== 'draft');
  if (told.length === 0) return succeed([]);
  const posted = told.map(({ id }) => id);
  const lines = await payableLines(session, companyId, posted);
  if (!lines.ok) return lines;
  return assemble(session, { moves: told, lines: lines.value, editors: request.editors });
}

async function assemble(
  session: Session,
  input: {
    readonly moves: readonly MoveRow[];
    readonly lines: readonly PayableLineRow[];
    readonly editors: ReadonlyMap<number, number> | undefined;
  },
): Promise<Outcome<readonly Bill[]>> {
  const currencies = await currenciesById(session);
  if (!currencies.ok) return currencies;
  const user = await session.client.userId();
  if (!user.ok) return user;
  const linesByMove = groupBy(input.lines, (line) => line.move_id);
  const bills: Bill[] = [];
  try {
    for (const move of input.moves) {
      const currency = currencies.value.get(move.currency_id);
      if (currency === undefined) {
        session.log({ event: 'odoo.bill_left_out', detail: `account.move ${move.id}: currency` });
        continue;
      }
      const lines = (linesByMove.get(move.id) ?? []).filter(
        (line) => line.currency_id === move.currency_id,
      );
      const editorId = input.editors?.get(move.id) ?? null;
      const facts = { move, lines, currency, hubUserId: user.value, editorId };
      bills.push({ record: openItemFromBill(facts), lines, writtenAt: move.write_date });
    }
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof UnfaithfulAmountError)) throw error;
    return refuse(driftFault(`account.move: ${error.message}`));
  }
  return succeed(bills);
}

/** Forty-eight bits that change when anything we tell of a bill changes. */
export const fingerprint = (record: OpenItemRecord): string =>
  createHash('sha256')
    .update(JSON.stringify(record, (_, value: unknown) => textOfBigint(value)))
    .digest('hex')
    .slice(0, 12);

const textOfBigint = (value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;
