import {
  addMilliseconds,
  type Attempt,
  type AttemptId,
  type EntityId,
  type ExceptionCase,
  type OwnAccount,
} from '@quittance/domain';
import { type NewCase, openCases } from '../case/open.ts';
import type { ServiceContext } from '../context/context.ts';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';

/** How a person confirms a message at its bank. */
export interface ConfirmationWanted {
  readonly kind: 'redirect' | 'decoupled';
  /** Address of the bank's page, or its words on where to confirm. */
  readonly where: string;
}

/** For how long a message waits where the profile names no time: a quarter of an hour. */
const confirmMsMax = 900_000;

/**
 * The bank has the message and carries it out only when a person confirms it there: a case with the
 * bank's own deadline says who does it, and where. Nothing is sent again meanwhile.
 */
export async function openConfirmation(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: { readonly attempt: Attempt; readonly wanted: ConfirmationWanted },
): Promise<void> {
  const { attempt, wanted } = of;
  const { entityId, id: objectId, messageId, paymentCount } = attempt;
  const account = await accountOf(unit, attempt);
  const sca = ctx.settings.bankProfiles.get(account?.bankProfile ?? '')?.sca;
  const dueAt = addMilliseconds(unit.transaction.now, sca?.confirmMsMax ?? confirmMsMax);
  const how = wanted.kind === 'redirect' ? 'at' : 'as the bank says:';
  await openCases(ctx, unit, [
    {
      entityId,
      kind: 'bank_confirmation',
      objectKind: 'attempt',
      objectId,
      cause: wanted.kind,
      detail:
        `Message ${messageId} (${paymentCount.toString()} payments) waits at the bank until ` +
        `${dueAt}: confirm it ${how} ${wanted.where.slice(0, 300)}`,
      currency: account?.currency ?? null,
      atRiskMinor: attempt.totalMinor,
      dueAt,
    },
  ]);
}

async function accountOf(unit: UnitOfWork, attempt: Attempt): Promise<OwnAccount | undefined> {
  const { entityId, ownAccountId: id } = attempt;
  const [account] = await unit.transaction.find('own_account', { entityId, id });
  return account;
}

/**
 * Messages whose time to be confirmed is over while the bank has not spoken. Nothing is taken for
 * not executed without the bank's word: it is asked again, or, where its profile says that it stays
 * silent, the outcome is unknown and a case has an owner. Returns how many there are.
 */
export async function lapseConfirmations(
  ctx: ServiceContext,
  unit: UnitOfWork,
  entityId: EntityId,
): Promise<number> {
  const { now } = unit.transaction;
  const cases = await findEvery(unit.transaction, 'exception_case', {
    entityId,
    kind: 'bank_confirmation',
    state: { in: ['open', 'triaged', 'in_progress', 'waiting_external'] },
  });
  const late = cases.filter((row) => row.dueAt <= now);
  const attempts = await inChunks(
    late.map((row) => attemptIdOf(row)),
    (chunk) => findEvery(unit.transaction, 'attempt', { entityId, id: { in: chunk } }),
  );
  const unknown: NewCase[] = [];
  for (const attempt of attempts) {
    const account = await accountOf(unit, attempt);
    if (account === undefined) continue;
    const sca = ctx.settings.bankProfiles.get(account.bankProfile)?.sca;
    const { bankConnectionId } = account;
    const singletonKey = bankConnectionId;
    unit.enqueue({ name: 'bank.fetch', entityId: null, ids: [bankConnectionId], singletonKey });
    if (sca?.expiry !== 'notExecuted') unknown.push(unknownCase(attempt, account));
  }
  await openCases(ctx, unit, unknown);
  return attempts.length;
}

const unknownCase = (attempt: Attempt, account: OwnAccount): NewCase => ({
  entityId: attempt.entityId,
  kind: 'unknown_outcome',
  objectKind: 'attempt',
  objectId: attempt.id,
  cause: 'not_confirmed',
  detail:
    `Message ${attempt.messageId} was not seen to be confirmed in time, and the bank does not ` +
    'say what became of it. Ask the bank before it is paid again.',
  currency: account.currency,
  atRiskMinor: attempt.totalMinor,
});

/** The one cast here: a case of this kind is about an attempt. */
const attemptIdOf = (row: ExceptionCase): AttemptId => row.objectId as AttemptId;
