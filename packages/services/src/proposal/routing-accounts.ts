import {
  type BankProfile,
  type Connection,
  type EntityId,
  type Instant,
  ibanOrNull,
  type OwnAccount,
  type RoutingAccount,
  waitingBatchStates,
} from '@quittance/domain';
import { underWayMinor } from '../batch/funds.ts';
import type { ServiceContext } from '../context/context.ts';
import { findEvery, type UnitOfWork } from '../context/unit-of-work.ts';
import { activeStop } from '../stop/stop.ts';

/** An own account with its bank, as it stands at this moment. */
export interface PayingAccount {
  readonly account: OwnAccount;
  readonly profile: BankProfile;
  readonly routing: RoutingAccount;
}

/** Every own account of an entity whose bank is known, and what stands for and against each. */
export async function readPayingAccounts(
  ctx: ServiceContext,
  unit: UnitOfWork,
  entityId: EntityId,
): Promise<readonly PayingAccount[]> {
  const accounts = await unit.transaction.find('own_account', { entityId });
  const connections = await unit.transaction.find('connection', {
    id: { in: [...new Set(accounts.map((account) => account.bankConnectionId))] },
  });
  const byId = new Map(connections.map((connection) => [connection.id, connection]));
  const paying: PayingAccount[] = [];
  for (const account of accounts) {
    const profile = ctx.settings.bankProfiles.get(account.bankProfile);
    if (profile === undefined) continue;
    const { id: ownAccountId, accountNumber } = account;
    const stop = await activeStop(unit.transaction, { entityId, ownAccountId });
    const connection = byId.get(account.bankConnectionId);
    const routing: RoutingAccount = {
      ...account,
      profile,
      iban: ibanOrNull(accountNumber),
      stopReason: stop?.reason ?? null,
      downSince: connection === undefined ? null : downSince(connection),
      freeMinor: await freeMinor(unit, account),
    };
    paying.push({ account, profile, routing });
  }
  return paying;
}

const downSince = ({ lastFault, lastFaultAt }: Connection): Instant | null =>
  lastFault === null ? null : lastFaultAt;

/**
 * What of the booked balance nothing speaks for yet: no payment under way, and no batch that people
 * still decide on. Null without a balance, which is not the same as nothing.
 */
async function freeMinor(unit: UnitOfWork, account: OwnAccount): Promise<bigint | null> {
  const { entityId, id: ownAccountId, currency, bookedBalanceMinor } = account;
  if (bookedBalanceMinor === null) return null;
  const decided = await findEvery(unit.transaction, 'payment_batch', {
    entityId,
    ownAccountId,
    currency,
    state: { in: waitingBatchStates },
  });
  const underWay = await underWayMinor(unit, account);
  return decided.reduce((left, batch) => left - batch.totalMinor, bookedBalanceMinor - underWay);
}
