import {
  type BankProfile,
  type BatchId,
  carriedBy,
  isAbaRoutingNumber,
  isBic,
  ibanOrNull,
  isIban,
  type OpenItem,
  type OpenItemId,
  type PartyBankDetails,
  type Payment,
  type PaymentItem,
  paymentLifecycle,
  problem,
  type Problem,
  railOf,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { findDuplicateBills } from '@quittance/matching';
import { type NewCase, openCases } from '../case/open.ts';
import { requireRole } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import {
  changed,
  findEvery,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { type BatchContents, contentHashOf, readBatchContents } from './contents.ts';
import { underWayMinor } from './funds.ts';

export interface ValidatedBatch {
  readonly valid: number;
  readonly invalid: readonly { readonly reference: string; readonly reasons: readonly string[] }[];
}

/**
 * Checks every payment of an open batch before anybody is asked to approve it: payee account,
 * duplicates, currency, limits, funds and closed periods (RES-14). What fails becomes invalid with
 * a case; the rest carries the digest of its content from here on (I2). Role: preparer.
 */
export async function validateBatch(
  call: VerbCall<{ readonly batchId: BatchId }>,
): Promise<Result<ValidatedBatch, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const contents = await readBatchContents(unit.transaction, input.batchId);
    if (contents === null) return refuse(problem('NOT_FOUND', 'batch'));
    const { batch } = contents;
    const person = await requireRole(ctx, unit.transaction, {
      entityId: batch.entityId,
      roles: ['preparer'],
    });
    if (!person.ok) return person;
    if (batch.state !== 'open') {
      return refuse(problem('ILLEGAL_TRANSITION', `batch ${batch.reference} is ${batch.state}`));
    }
    const shortfall = await shortOfFunds(unit, contents);
    if (shortfall !== null) return refuse(problem('INSUFFICIENT_FUNDS', shortfall));
    return succeed(await validateAll(ctx, unit, contents));
  });
}

/** Payments on their way out of the account are already spoken for. */
async function shortOfFunds(unit: UnitOfWork, contents: BatchContents): Promise<string | null> {
  const { account, batch } = contents;
  if (account.bookedBalanceMinor === null) return null;
  // What the bank will debit for another currency is known when it has: the bank checks the funds.
  if (batch.currency !== account.currency) return null;
  const underWay = await unit.transaction.find('payment_batch', {
    entityId: batch.entityId,
    ownAccountId: account.id,
    currency: account.currency,
    state: { in: ['approved', 'frozen'] },
  });
  const released = await underWayMinor(unit, account);
  const spokenFor = underWay.reduce((total, other) => total + other.totalMinor, released);
  const needed = spokenFor + batch.totalMinor;
  if (needed <= account.bookedBalanceMinor) return null;
  const balance = account.bookedBalanceMinor.toString();
  return `needs ${needed.toString()} minor units of ${batch.currency}, the account has ${balance}`;
}

async function validateAll(
  ctx: ServiceContext,
  unit: UnitOfWork,
  contents: BatchContents,
): Promise<ValidatedBatch> {
  const policies = await unit.transaction.find('approval_policy', {
    entityId: contents.batch.entityId,
    currency: contents.batch.currency,
  });
  const limits = policies.map((policy) => policy.paymentMaxMinor);
  const bills = await billsOfSameParties(unit, contents);
  const twins = duplicateItemIds(bills);
  const profile = ctx.settings.bankProfiles.get(contents.account.bankProfile) ?? null;
  const billById = new Map(bills.map((bill) => [bill.id, bill]));
  const invalid: { reference: string; reasons: readonly string[] }[] = [];
  const cases: NewCase[] = [];
  let valid = 0;
  for (const payment of contents.payments) {
    if (!step(paymentLifecycle, payment.state, 'validate').ok) continue;
    const checked = { payment, contents, twins, limits, profile, billById };
    const reasons = reasonsAgainst(checked);
    settle(unit, { ...checked, reasons });
    if (reasons.length === 0) {
      valid += 1;
      continue;
    }
    invalid.push({ reference: payment.reference, reasons });
    cases.push(caseOf(payment, reasons));
  }
  await openCases(ctx, unit, cases);
  return { valid, invalid };
}

/** Paid and unpaid bills of the same parties: a bill may have its twin among the paid ones. */
async function billsOfSameParties(unit: UnitOfWork, contents: BatchContents) {
  const { entityId } = contents.batch;
  const partyIds = [...new Set(contents.payments.map((payment) => payment.partyId))];
  const bills: OpenItem[] = [];
  for (let from = 0; from < partyIds.length; from += 200) {
    const chunk = partyIds.slice(from, from + 200);
    bills.push(
      ...(await findEvery(unit.transaction, 'open_item', {
        entityId,
        kind: 'bill',
        partyId: { in: chunk },
      })),
    );
  }
  return bills;
}

const duplicateItemIds = (bills: readonly OpenItem[]): ReadonlyMap<string, string> => {
  const twins = new Map<string, string>();
  for (const group of findDuplicateBills(bills)) {
    for (const id of group.openItemIds) twins.set(id, group.explanation);
  }
  return twins;
};

interface Checked {
  readonly payment: Payment;
  readonly contents: BatchContents;
  readonly twins: ReadonlyMap<string, string>;
  readonly limits: readonly bigint[];
  readonly profile: BankProfile | null;
  readonly billById: ReadonlyMap<OpenItemId, OpenItem>;
}

function reasonsAgainst(of: Checked): readonly string[] {
  const { payment, contents, twins, limits } = of;
  const details = contents.details.get(payment.bankDetailsId ?? '') ?? null;
  const items = contents.items.get(payment.id) ?? [];
  const reasons = [...accountReasons(payment, details), ...periodReasons(payment, contents)];
  reasons.push(...railReasons(payment, of));
  for (const limit of limits) {
    if (payment.instructedMinor > limit) reasons.push('the amount is above the payment limit');
  }
  if (payment.instructedMinor <= 0n) reasons.push('the amount is not positive');
  const claimed = items.reduce((total, item) => total + item.amountMinor, 0n);
  if (claimed !== payment.instructedMinor) reasons.push('the bills do not add up to the amount');
  for (const item of items) {
    const twin = twins.get(item.openItemId);
    if (twin !== undefined) reasons.push(`possible duplicate invoice: ${twin}`);
    reasons.push(...discountReasons(payment, item, of.billById.get(item.openItemId)));
  }
  return [...new Set(reasons)];
}

/** A batch that was reopened for a later day may pay after the last day of a discount. */
function discountReasons(
  payment: Payment,
  item: PaymentItem,
  bill: OpenItem | undefined,
): readonly string[] {
  if (item.discountMinor === 0n || bill === undefined) return [];
  const until = bill.discountDate;
  if (until === null || item.discountMinor !== bill.discountMinor) {
    return [`the discount of ${bill.number} changed`];
  }
  if (payment.executionDate <= until) return [];
  return [`the discount of ${bill.number} ended on ${until}; propose it anew without`];
}

function accountReasons(payment: Payment, details: PartyBankDetails | null): string[] {
  if (details === null) return ['the supplier has no bank account'];
  const reasons: string[] = [];
  if (!details.active) reasons.push('the bank account of the supplier is no longer active');
  if (details.version !== payment.bankDetailsVersion) reasons.push('the bank account changed');
  if (details.currency !== null && details.currency !== payment.currency) {
    reasons.push(`the bank account takes ${details.currency} only`);
  }
  if (details.bic !== null && !isBic(details.bic)) reasons.push('the BIC is not valid');
  if (details.clearingNumber !== null) {
    if (!isAbaRoutingNumber(details.clearingNumber))
      reasons.push('the routing number is not valid');
  } else if (!isIban(details.accountNumber)) {
    reasons.push('the IBAN is not valid');
  }
  return reasons;
}

function periodReasons(payment: Payment, contents: BatchContents): string[] {
  const { lockedUntil } = contents.entity;
  if (lockedUntil === null || payment.executionDate > lockedUntil) return [];
  return [`the accounting period of ${payment.executionDate} is closed`];
}

/** A person may name any account; what its bank does not carry is not sent to it. */
function railReasons(payment: Payment, { contents, profile }: Checked): readonly string[] {
  if (profile === null) return [`nothing is known of the bank of ${contents.account.name}`];
  const { currency, instructedMinor: amountMinor } = payment;
  const details = contents.details.get(payment.bankDetailsId ?? '');
  if (details === undefined) return [];
  const rail = railOf({
    urgent: payment.priority === 'urgent',
    currency,
    debtorIban: ibanOrNull(contents.account.accountNumber),
    creditorIban: ibanOrNull(details.accountNumber),
  });
  const carried = carriedBy(profile, { rail, currency, amountMinor });
  return typeof carried === 'string' ? [`the bank does not carry it: ${carried}`] : [];
}

function settle(unit: UnitOfWork, of: Checked & { readonly reasons: readonly string[] }): void {
  const { payment, contents, reasons } = of;
  const command = reasons.length === 0 ? 'validate' : 'invalidate';
  const moved = step(paymentLifecycle, payment.state, command);
  if (!moved.ok) return;
  const contentHash = reasons.length === 0 ? contentHashOf(contents, payment) : null;
  const patch = { state: moved.value, stateSince: unit.transaction.now, contentHash };
  const reason = reasons[0] ?? null;
  unit.mutate({
    verb: 'payment.validate',
    change: changed('payment', payment, nextVersion(payment, { ...patch, reason })),
    detail: { contentHash, reasons: reasons.length },
  });
}

function caseOf(payment: Payment, reasons: readonly string[]): NewCase {
  const duplicate = reasons.some((reason) => reason.startsWith('possible duplicate'));
  return {
    entityId: payment.entityId,
    kind: duplicate ? 'duplicate_invoice' : 'invalid_payment',
    objectKind: 'payment',
    objectId: payment.id,
    cause: duplicate ? 'duplicate_invoice' : 'failed_checks',
    detail: `Payment ${payment.reference}: ${reasons.join('; ')}.`,
    currency: payment.currency,
    atRiskMinor: payment.instructedMinor,
  };
}
