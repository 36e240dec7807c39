import { type InboxItem, present } from '@quittance/domain';
import { applyDelivery, matchAccount, receiveDeliveries } from '@quittance/services';
import type { Store } from '@quittance/store';
import { type House, valueOf } from './house.ts';
import { statementFile, type StatementParts, statusFile, type StatusParts } from './bank-files.ts';
import { accountNumbers } from './records.ts';
import { attemptOf, type ReleasedRun } from './walk.ts';

type AnyHouse = House<Store>;

/** Stores a file of the bank as evidence and in the inbox, as the fetcher does. */
export async function receive(
  house: AnyHouse,
  bytes: Uint8Array,
  externalId?: string,
): Promise<InboxItem> {
  const evidenceHash = await house.evidence.put(bytes);
  const name = externalId ?? `file ${evidenceHash}`;
  const delivery = { evidenceHash, mediaType: 'application/xml', kind: 'bank', externalId: name };
  valueOf(
    await receiveDeliveries({
      ctx: house.hub(),
      input: {
        connectionId: house.connections.bank,
        deliveries: [{ ...delivery, sizeBytes: bytes.length }],
      },
    }),
  );
  const rows = await house.rows('inbox');
  return present(
    rows.find((row) => row.externalId === name),
    'the delivery',
  );
}

/** Receives and applies a file; returns what became of it. */
export async function deliver(house: AnyHouse, bytes: Uint8Array, externalId?: string) {
  const item = await receive(house, bytes, externalId);
  const entityIds = [house.entities.de, house.entities.uk];
  return valueOf(await applyDelivery({ ctx: house.hub(), input: { item, bytes, entityIds } }));
}

/** The bank reports on the message of a run. */
export async function report(
  house: AnyHouse,
  run: ReleasedRun,
  parts: Omit<StatusParts, 'messageId'>,
) {
  const { messageId } = await attemptOf(house, run.attemptId);
  return deliver(house, statusFile({ messageId, ...parts }));
}

/** The bank tells entries of the euro account unless another number is given. */
export const tell = (house: AnyHouse, parts: Partial<StatementParts>) =>
  deliver(house, statementFile({ iban: accountNumbers.euro, entries: [], ...parts }));

/** Matches what lines of the account nothing explains yet. */
export async function match(house: AnyHouse, name: keyof House['accounts'] = 'euro') {
  const input = { ownAccountId: house.accounts[name] };
  return valueOf(await matchAccount({ ctx: house.hub(), input }));
}
