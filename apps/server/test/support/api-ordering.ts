import type { OpenConnection, ScenarioProbes } from '@quittance/connector-kit';
import { asPlainDate } from '@quittance/domain';
import { readBankContent } from '@quittance/formats';
import type { BankSimulator } from '@quittance/sandbox';
import { complete } from './api-bank.ts';
import { paymentFile, testAccount } from './file-bank.ts';

interface World {
  readonly bank: BankSimulator;
  readonly connection: OpenConnection;
  setNow(instant: string): void;
}

/** References run against time, so that only the time can put them in order. */
const payments = [
  { day: '2026-11-23', reference: 'Q000000000603' },
  { day: '2026-11-23', reference: 'Q000000000602' },
  { day: '2026-11-24', reference: 'Q000000000601' },
];

/** Two payments of one day and one of the next come in this order from the account's days. */
export const orderingOfDays = (world: World): ScenarioProbes['ordering'] => ({
  happen: async () => {
    for (const { day, reference } of payments) {
      world.setNow(`${day}T10:00:00.000Z`);
      const messageId = `B-${reference}`;
      const bytes = paymentFile(messageId, reference, day);
      const fileName = `${messageId}.xml`;
      const sent = await complete(world.connection)['payments.submit']({
        messageId,
        fileName,
        bytes,
      });
      if (sent.kind !== 'acknowledged') throw new Error(`${reference} is ${sent.kind}`);
    }
    world.bank.closeDay('2026-11-23');
    world.bank.closeDay('2026-11-24');
    return payments.map(({ reference }) => reference);
  },
  read: async () => {
    const [from, to] = [asPlainDate('2026-11-23'), asPlainDate('2026-11-24')];
    const account = { accountNumber: testAccount, currency: 'EUR' as const, from, to };
    const fetched = await complete(world.connection)['statements.fetch']({ accounts: [account] });
    return fetched.answers.flatMap(({ bytes }) => {
      const content =
        complete(world.connection)['deliveries.read'](bytes) ?? readBankContent(bytes);
      if (content.kind !== 'statements') return [content.kind];
      const entries = content.file.statements.flatMap((statement) => statement.entries);
      return entries.flatMap(({ transactions }) =>
        transactions.map(({ endToEndId }) => endToEndId ?? 'nobody'),
      );
    });
  },
});
