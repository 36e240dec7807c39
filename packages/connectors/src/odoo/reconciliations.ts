import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type {
  CapabilityByName,
  ItemOutcome,
  Outcome,
  PostedReconciliation,
  ReconciliationPosting,
} from '@quittance/connector-kit';
import { minorFromWire } from './amount.ts';
import { checkPeriodOpen, readBankLine, readItemsAgain } from './bank-line.ts';
import type { BankLine } from './bank-line.ts';
import { reconcile, stillOpen } from './close-bills.ts';
import { partialColumns } from './columns.ts';
import {
  assignItems,
  isSingleCounterpart,
  moveSuspense,
  splitSuspense,
} from './counterpart-lines.ts';
import { findCounterparts } from './counterparts.ts';
import type { Counterpart, MoveLineRow } from './counterparts.ts';
import { nothing } from './decode.ts';
import type { Row } from './decode.ts';
import {
  closeReturnedAgain,
  openBillsAgain,
  rememberReturned,
  returnedPayments,
} from './returned-bills.ts';
import { execute, recordNumber, searchAll } from './session.ts';
import type { Session } from './session.ts';

/** Matches bank lines in the accounts. The same match twice is one, with the same answer. */
export function reconciliationsPost(session: Session): CapabilityByName['reconciliations.post'] {
  return async ({ reconciliations }) => {
    const outcomes: ItemOutcome<PostedReconciliation>[] = [];
    for (const posting of reconciliations) {
      const outcome = await persistently(() => postOnce(session, posting));
      outcomes.push({ key: posting.key, outcome });
    }
    return outcomes;
  };
}

/** Takes matches back: the line waits on suspense again and everything it closed is open. */
export function reconciliationsUndo(session: Session): CapabilityByName['reconciliations.undo'] {
  return async ({ companyExternalId, statementLineExternalIds }) => {
    const outcomes: ItemOutcome<null>[] = [];
    const company = recordNumber(companyExternalId);
    for (const key of statementLineExternalIds) {
      const outcome = company.ok
        ? await persistently(() => undoOnce(session, company.value, key))
        : company;
      outcomes.push({ key, outcome });
    }
    return outcomes;
  };
}

/**
 * Each attempt starts from what the books say, so it goes on where a lost answer left off, and a
 * race that somebody else won with the same match ends as done. Anything else ends at once.
 */
async function persistently<Value>(
  attempt: () => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const first = await attempt();
  if (first.ok) return first;
  const { kind, code } = first.error;
  const isWorthAnother = kind === 'unknownOutcome' || code.startsWith('odoo.exceptions.');
  if (!isWorthAnother || kind === 'unauthorised') return first;
  const second = await attempt();
  if (second.ok || second.error.kind !== 'unknownOutcome') return second;
  return attempt();
}

async function postOnce(
  session: Session,
  posting: ReconciliationPosting,
): Promise<Outcome<PostedReconciliation>> {
  const company = recordNumber(posting.companyExternalId);
  if (!company.ok) return company;
  const line = await readBankLine(session, company.value, posting.statementLineExternalId);
  if (!line.ok) return line;
  let sum = 0n;
  for (const { amountMinor } of posting.parts) sum += amountMinor;
  if (sum !== line.value.amountMinor || posting.parts.length === 0) return refuse(sumDiffers);
  const counterparts = await findCounterparts(session, {
    companyId: company.value,
    currency: line.value.currency,
    currencyRecordId: line.value.currencyRecordId,
    parts: posting.parts,
  });
  if (!counterparts.ok) return counterparts;
  const booked = await bookCounterparts(session, line.value, counterparts.value);
  if (!booked.ok) return booked;
  return matchItems(session, booked.value, counterparts.value);
}

/** Replaces suspense by the counterparts, unless an earlier call did; answers the line anew. */
async function bookCounterparts(
  session: Session,
  line: BankLine,
  counterparts: readonly Counterpart[],
): Promise<Outcome<BankLine>> {
  const [suspense, second] = line.suspense;
  if (suspense === undefined) return succeed(line);
  if (second !== undefined || line.counterparts.length > 0) return refuse(lineTaken);
  const fit = checkOpen(counterparts);
  if (fit !== null) return refuse(fit);
  const period = await checkPeriodOpen(session, line);
  if (!period.ok) return period;
  const remembered = await rememberReturned(session, line, counterparts);
  if (!remembered.ok) return remembered;
  const layout = {
    statementLineId: line.row.id,
    companyId: line.companyId,
    label: line.row.payment_ref ?? '',
    currency: line.currency,
    currencyRecordId: line.currencyRecordId,
    companyCurrency: line.companyCurrency,
    suspense,
    counterparts,
  };
  const written = isSingleCounterpart(counterparts)
    ? await moveSuspense(session, layout)
    : await splitSuspense(session, layout);
  if (!written.ok) return written;
  return readItemsAgain(session, line);
}

/** Every part must find as much open as it takes, on the side that it takes it from. */
function checkOpen(counterparts: readonly Counterpart[]): Fault | null {
  for (const { part, openMinor, targets, returnedLine } of counterparts) {
    if (part.amountMinor === 0n) return sumDiffers;
    if (targets.length === 0) continue;
    if (returnedLine !== null && openMinor !== part.amountMinor) return partialReturn;
    const isSameSide = part.amountMinor > 0n === openMinor > 0n;
    const isEnough =
      part.amountMinor > 0n ? openMinor >= part.amountMinor : openMinor <= part.amountMinor;
    if (!isSameSide || !isEnough) return notOpen;
  }
  return null;
}

async function matchItems(
  session: Session,
  line: BankLine,
  counterparts: readonly Counterpart[],
): Promise<Outcome<PostedReconciliation>> {
  const assigned = assignItems(line.counterparts, counterparts, line.currency);
  if (assigned === null) return refuse(lineTaken);
  for (const { item, counterparts: parts } of assigned) {
    if (item.reconciled || parts.every(({ targets }) => targets.length === 0)) continue;
    for (const returned of returnedPayments(parts)) {
      const opened = await openBillsAgain(session, line, returned);
      if (!opened.ok) return opened;
    }
    const open = parts.flatMap(({ targets, returnedLine }) =>
      targets.filter((target) => returnedLine !== null || !target.reconciled),
    );
    const lineIds = [item.id, ...open.map(({ id }) => id)];
    const reconciled = await reconcile(session, line.companyId, lineIds);
    if (!reconciled.ok && !(await isClosedByNow(session, line, item))) return reconciled;
  }
  return proveMatched(session, line, assigned);
}

/**
 * Two calls with the same match meet on a line of many parts again and again: what one is refused,
 * the other has just done. The proof at the end says whether it was done as we meant it.
 */
async function isClosedByNow(
  session: Session,
  line: BankLine,
  item: MoveLineRow,
): Promise<boolean> {
  const open = await stillOpen(session, line.companyId, [item.id]);
  return open.ok && open.value.length === 0;
}

type Assigned = NonNullable<ReturnType<typeof assignItems>>;
type PartialRow = Row<typeof partialColumns>;

/**
 * Verifies on the counterpart items, since a bank line calls itself reconciled as soon as it has
 * left suspense: each item must be closed in full, and by the journal items that we meant.
 */
async function proveMatched(
  session: Session,
  line: BankLine,
  assigned: Assigned,
): Promise<Outcome<PostedReconciliation>> {
  const itemIds = assigned.map(({ item }) => item.id);
  const partials = await partialsAround(session, line.companyId, itemIds);
  if (!partials.ok) return partials;
  const externalIds = new Set<string>();
  for (const { item, counterparts } of assigned) {
    const targets = new Set(counterparts.flatMap((one) => one.targets.map(({ id }) => id)));
    if (targets.size === 0) continue;
    const made = partials.value.filter((partial) => joins(partial, item.id, targets));
    const isTouched = partials.value.some(
      ({ debit_move_id: debit, credit_move_id: credit }) => debit === item.id || credit === item.id,
    );
    if (!isTouched) return refuse(notMatched);
    if (
      matchedMinor(line, item, made) !==
      absolute(minorFromWire(line.currency, item.amount_currency))
    ) {
      return refuse(lineTaken);
    }
    for (const { id } of made) externalIds.add(id.toString());
  }
  return succeed({ externalIds: [...externalIds] });
}

const absolute = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

const joins = (partial: PartialRow, itemId: number, targets: ReadonlySet<number>): boolean =>
  (partial.debit_move_id === itemId && targets.has(partial.credit_move_id)) ||
  (partial.credit_move_id === itemId && targets.has(partial.debit_move_id));

function matchedMinor(line: BankLine, item: MoveLineRow, made: readonly PartialRow[]): bigint {
  let sum = 0n;
  for (const partial of made) {
    const own =
      partial.debit_move_id === item.id
        ? partial.debit_amount_currency
        : partial.credit_amount_currency;
    sum += minorFromWire(line.currency, own);
  }
  return sum;
}

async function partialsAround(
  session: Session,
  companyId: number,
  itemIds: readonly number[],
): Promise<Outcome<readonly PartialRow[]>> {
  return searchAll(session, {
    model: 'account.partial.reconcile',
    domain: ['|', ['debit_move_id', 'in', itemIds], ['credit_move_id', 'in', itemIds]],
    columns: partialColumns,
    companyIds: [companyId],
  });
}

async function undoOnce(
  session: Session,
  companyId: number,
  externalId: string,
): Promise<Outcome<null>> {
  const line = await readBankLine(session, companyId, externalId);
  if (!line.ok) return line;
  if (!isWaiting(line.value)) {
    const period = await checkPeriodOpen(session, line.value);
    if (!period.ok) return period;
    const undone = await execute(session, {
      model: 'account.bank.statement.line',
      method: 'action_undo_reconciliation',
      args: [[line.value.row.id]],
      decoder: nothing,
      companyIds: [companyId],
    });
    if (!undone.ok) return undone;
    const after = await readBankLine(session, companyId, externalId);
    if (!after.ok) return after;
    if (!isWaiting(after.value)) return refuse(notUndone);
  }
  return closeReturnedAgain(session, line.value);
}

const isWaiting = ({ suspense, counterparts }: BankLine): boolean =>
  suspense.length === 1 && counterparts.length === 0;

const refusal = (code: string, message: string): Fault => fault('rejected', code, message);
const sumDiffers = refusal('odoo.parts_sum', 'The parts of the match do not add up to the line.');
const lineTaken = refusal(
  'odoo.line_taken',
  'Somebody matched this bank line in Odoo with something else.',
);
const notOpen = refusal(
  'odoo.residual_changed',
  'Odoo has less open than the bank line is to close.',
);
const partialReturn = refusal(
  'odoo.partial_return',
  'A return must be of the whole payment; a part cannot be told from its bills.',
);
const notMatched = refusal('odoo.not_matched', 'Odoo left the bank line open.');
const notUndone = refusal('odoo.not_undone', 'Odoo did not put the bank line back on suspense.');
