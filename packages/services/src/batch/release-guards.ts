import {
  isPastCutOff,
  millisecondsBetween,
  type Instant,
  type OpenItem,
  type OpenItemRecord,
  type Payment,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { mayRelease } from '@quittance/governance';
import { type ApprovalFacts, approvedMembersOf, membersOf } from '../approval/facts.ts';
import type { ServiceContext } from '../context/context.ts';
import type { UnitOfWork } from '../context/unit-of-work.ts';
import { activeStop } from '../stop/stop.ts';
import { underWayMinor } from './funds.ts';
import { batchHashOf, type BatchContents, contentHashOf, largestOf } from './contents.ts';

/** The bills as the accounts told them just now, by the hub's own id. */
export interface Reread {
  readonly at: Instant;
  readonly items: ReadonlyMap<string, OpenItemRecord>;
  /** External ids of companies and parties, by the hub's own id. */
  readonly externalIds: ReadonlyMap<string, string>;
}

/** What holds the whole batch back; asked inside the release transaction. */
export async function refusalOfRelease(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: { readonly contents: BatchContents; readonly facts: ApprovalFacts; readonly reread: Reread },
): Promise<Result<null, Problem>> {
  const { contents, facts, reread } = of;
  const { batch, account } = contents;
  const { now } = unit.transaction;
  const { entityId, ownAccountId } = batch;
  const stop = await activeStop(unit.transaction, { entityId, ownAccountId });
  if (stop !== null) return refuse(problem('STOPPED', stop.reason));
  if (millisecondsBetween(reread.at, now) > ctx.settings.rereadMsMax) {
    return refuse(problem('BILL_CHANGED', 'the bills were read too long ago; they are read again'));
  }
  const profile = ctx.settings.bankProfiles.get(account.bankProfile);
  if (profile === undefined) return refuse(problem('NOT_FOUND', `profile ${account.bankProfile}`));
  const { currency, executionDate } = batch;
  if (isPastCutOff({ profile, currency, executionDate, now })) {
    return refuse(problem('CUT_OFF_PASSED', `for ${executionDate}`));
  }
  const { bookedBalanceMinor } = account;
  if (bookedBalanceMinor !== null && currency === account.currency) {
    // What left already in another message of the batch is under way.
    const leavingMinor = membersOf(contents).reduce((sum, one) => sum + one.instructedMinor, 0n);
    const needed = leavingMinor + (await underWayMinor(unit, account));
    if (bookedBalanceMinor < needed) return refuse(problem('INSUFFICIENT_FUNDS', account.name));
  }
  return refusalOfApprovals({ contents, facts, now });
}

function refusalOfApprovals(of: {
  readonly contents: BatchContents;
  readonly facts: ApprovalFacts;
  readonly now: Instant;
}): Result<null, Problem> {
  const { contents, facts, now } = of;
  const { batch } = contents;
  const { approval } = facts;
  if (approval === null) return refuse(problem('APPROVAL_MISSING', 'nobody was asked'));
  const members = membersOf(contents);
  const person = facts.persons.find((candidate) => candidate.id === batch.releasedBy);
  if (person === undefined) return refuse(problem('FORBIDDEN', 'nobody asked for the release'));
  const allowed = mayRelease({
    ...facts,
    approval,
    releaser: { kind: 'person', person },
    contentHash: batchHashOf(batch, approvedMembersOf(contents)),
    currency: batch.currency,
    batchTotalMinor: batch.totalMinor,
    largestPaymentInCurrencyMinor: largestOf(members),
    now,
  });
  return allowed.ok ? succeed(null) : allowed;
}

export interface HeldBack {
  readonly payment: Payment;
  readonly kind: 'bill_changed' | 'approval_mismatch';
  readonly why: string;
}

/** What holds one payment back while the others of its batch may leave. */
export function heldBack(of: {
  readonly contents: BatchContents;
  readonly facts: ApprovalFacts;
  readonly reread: Reread;
  /** Payments whose money may be on its way already, and why it may; see `knownAtBank`. */
  readonly known: ReadonlyMap<string, string>;
}): readonly HeldBack[] {
  const { contents, facts, reread, known } = of;
  const mirrors = new Map(facts.openItems.map((item) => [item.id, item]));
  return membersOf(contents).flatMap((payment): readonly HeldBack[] => {
    if (payment.hold !== null) {
      return [{ payment, kind: 'approval_mismatch', why: `on hold: ${payment.hold}` }];
    }
    const knownWhy = known.get(payment.id);
    if (knownWhy !== undefined) return [{ payment, kind: 'approval_mismatch', why: knownWhy }];
    if (contentHashOf(contents, payment) !== payment.contentHash || isPayeeEdited(payment, of)) {
      return [{ payment, kind: 'approval_mismatch', why: 'the payee account or content changed' }];
    }
    for (const item of contents.items.get(payment.id) ?? []) {
      const mirror = mirrors.get(item.openItemId);
      const needed = item.amountMinor + item.discountMinor;
      const why = billProblem({ payment, mirror, needed, contents, reread });
      if (why !== null) return [{ payment, kind: 'bill_changed', why }];
    }
    return [];
  });
}

/** The account was edited or given up since the approval: not only its number matters (I19). */
function isPayeeEdited(
  payment: Payment,
  { contents }: { readonly contents: BatchContents },
): boolean {
  const details = contents.details.get(payment.bankDetailsId ?? '');
  return details?.active !== true || details.version !== payment.bankDetailsVersion;
}

/**
 * Why a bill is not what was approved, or null (lifecycles.md, section 2, release). It is
 * held against the payment itself: the mirror of the bill may have followed the accounts since.
 */
function billProblem(of: {
  readonly payment: Payment;
  readonly mirror: OpenItem | undefined;
  readonly needed: bigint;
  readonly contents: BatchContents;
  readonly reread: Reread;
}): string | null {
  const { payment, mirror, needed, contents, reread } = of;
  if (mirror === undefined) return 'a bill of it is not known any more';
  const now = reread.items.get(mirror.id);
  const name = mirror.number;
  if (now === undefined) return `${name} is gone from the accounts`;
  if (now.state !== 'open') return `${name} is ${now.state} in the accounts`;
  if (now.blocked) return `${name} was blocked for payment`;
  if (now.currency !== payment.currency) return `${name} is in ${now.currency} now`;
  if (now.partyExternalId !== reread.externalIds.get(payment.partyId)) {
    return `${name} belongs to another supplier now`;
  }
  if (now.companyExternalId !== reread.externalIds.get(contents.entity.id)) {
    return `${name} belongs to another company now`;
  }
  const wanted = needed < 0n ? -needed : needed;
  return now.residualMinor < wanted ? `${name} has less open than the payment pays` : null;
}
