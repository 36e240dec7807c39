/** What stands in the books at the end of a run, told so that two runs can be compared. */
import type { OdooBooks } from '@quittance/sandbox';
import { demoResult, type DemoResult } from '../../src/demo/result.ts';
import { rows } from '../../src/demo/run-demo.ts';
import type { RunWorld } from './run-world.ts';

/** Lines of text in order; references differ from run to run and are left out. */
export interface EndBooks {
  readonly bank: readonly string[];
  readonly bills: readonly string[];
  readonly statementLines: readonly string[];
  readonly payments: readonly string[];
}

/** References of the hub and of the bank are drawn anew in each run. */
const withoutReferences = (text: string): string =>
  text.replaceAll(/\b[QB][0-9A-HJKMNP-TV-Z]{12}\b/g, 'REF');

export async function endBooks(world: RunWorld): Promise<EndBooks> {
  const { sandbox, hub } = world;
  const odoo = sandbox.odoo.books();
  const names = new Map((await rows(hub, 'party', {})).map((party) => [party.id, party.name]));
  const payments = await rows(hub, 'payment', {});
  return {
    bank: bankLines(world).toSorted(),
    bills: billLines(odoo).toSorted(),
    statementLines: odoo.statementLines
      .map((line) =>
        [line.journalId, line.date, line.amount, line.currency, line.isReconciled].join(' | '),
      )
      .toSorted(),
    payments: payments
      .map(({ partyId, instructedMinor, currency, state }) =>
        [names.get(partyId), instructedMinor, currency, state].join(' | '),
      )
      .toSorted(),
  };
}

const bankLines = (world: RunWorld): readonly string[] =>
  world.sandbox.banks.flatMap((bank) =>
    bank.books().accounts.flatMap((account) =>
      account.bookings.map(({ kind, date, amount, currency, items }) => {
        const parties = items.map((item) => `${item.partyName} ${item.amount}`).toSorted();
        return withoutReferences(
          [account.accountNumber, kind, date, amount, currency, parties.join(', ')].join(' | '),
        );
      }),
    ),
  );

const billLines = (odoo: OdooBooks): readonly string[] =>
  odoo.moves
    .filter((move) => ['in_invoice', 'in_refund'].includes(move.moveType))
    .map((move) =>
      [
        move.partnerName,
        move.ref,
        move.moveType,
        move.state,
        move.amountResidual,
        move.currency,
        move.paymentState,
        move.custom['x_hub_state'] ?? '',
      ].join(' | '),
    );

export interface Verdict extends Pick<
  DemoResult,
  'payments' | 'duplicates' | 'lost' | 'unexplained'
> {
  /** Payments that ended in no way that somebody answers for. */
  readonly unaccounted: number;
  readonly deadLetters: readonly string[];
  /** EndToEndIds that a bank received more than once, in whatever file. */
  readonly receivedTwice: readonly string[];
  /** References of the hub that stand on more than one payment or bank line in Odoo. */
  readonly postedTwice: readonly string[];
}

/** The judge's findings and the hub's own account of where each payment ended. */
export async function verdictOf(
  world: Pick<RunWorld, 'hub' | 'sandbox'>,
): Promise<Verdict & { readonly detail: DemoResult }> {
  const { hub, sandbox } = world;
  const detail = await demoResult(hub, sandbox, { seconds: 0, auditVerified: true });
  const { payments, duplicates, lost, unexplained } = detail;
  const letters = await hub.queue.deadLetters();
  const odoo = sandbox.odoo.books();
  return {
    payments,
    duplicates,
    lost,
    unexplained,
    unaccounted: payments - detail.reconciled - detail.returned - detail.failed - detail.inCases,
    deadLetters: letters.map((letter) => `${letter.name}: ${letter.cause}`),
    receivedTwice: sandbox.banks.flatMap((bank) =>
      [...bank.books().timesReceived].filter(([, times]) => times > 1).map(([id]) => id),
    ),
    postedTwice: repeated(
      [...odoo.payments, ...odoo.statementLines]
        .filter((row) => !('state' in row) || row.state !== 'canceled')
        .map((row) => row.custom['x_hub_ref'] ?? ''),
    ),
    detail,
  };
}

function repeated(references: readonly string[]): readonly string[] {
  const known = references.filter((reference) => !['', 'false'].includes(reference));
  return known.filter((reference, index) => known.indexOf(reference) !== index);
}

/** What the verdict on a run that lost and doubled nothing looks like. */
export const spotless = {
  duplicates: 0,
  lost: 0,
  unexplained: '0',
  unaccounted: 0,
  deadLetters: [],
  receivedTwice: [],
  postedTwice: [],
} as const;
