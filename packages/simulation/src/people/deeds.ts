import type { BatchId } from '@quittance/domain';
import type { VirtualScheduler } from '../virtual/scheduler.ts';
import type { MemoryStore } from '@quittance/store';
import type { Deed, Screen } from '../oracle/deeds.ts';

/** Everything that people did in one world, in the order in which they asked. */
export interface DeedLog {
  readonly deeds: readonly Deed[];
  /** What stood on screens that somebody keeps open, by the digest that stands on them. */
  readonly screens: Map<string, Screen>;
  add(deed: Deed): void;
}

export function openDeedLog(): DeedLog {
  const deeds: Deed[] = [];
  return { deeds, screens: new Map(), add: (deed) => void deeds.push(deed) };
}

/** What a person is shown of a batch: the payments that are to be approved or were. */
export async function screenOf(memory: MemoryStore, batchId: BatchId): Promise<Screen> {
  const batch = (await memory.dump('payment_batch')).find((one) => one.id === batchId);
  const payments = (await memory.dump('payment')).filter(
    ({ batchId: of, state }) =>
      of === batchId && (state === 'awaiting_approval' || state === 'approved'),
  );
  const details = new Map((await memory.dump('party_bank_details')).map((row) => [row.id, row]));
  const bills = new Map((await memory.dump('open_item')).map((row) => [row.id, row]));
  const items = Map.groupBy(await memory.dump('payment_item'), (item) => item.paymentId);
  return {
    company: batch?.entityId ?? '',
    currency: batch?.currency ?? '',
    totalMinor: payments.reduce((sum, one) => sum + one.instructedMinor, 0n),
    payments: payments.map((payment) => ({
      reference: payment.reference,
      amountMinor: payment.instructedMinor,
      payeeAccount:
        payment.bankDetailsId === null
          ? ''
          : (details.get(payment.bankDetailsId)?.accountNumber ?? ''),
      executionDate: payment.executionDate,
      bills: (items.get(payment.id) ?? [])
        .filter((item) => item.live)
        .flatMap((item) => bills.get(item.openItemId)?.supplierReference ?? []),
    })),
  };
}

/** Somebody took a bill from payment in the accounts just now. */
export function noteBillTaken(
  world: { readonly deeds: DeedLog; readonly scheduler: Pick<VirtualScheduler, 'now'> },
  bill: string,
): void {
  const now = world.scheduler.now();
  const at = { asked: now, answered: now, sure: true };
  world.deeds.add({ what: 'billTaken', bill, at, person: 'a bookkeeper' });
}
