import { keyBill, newPartner, stageInstant } from './odoo-stage.ts';
import type { Stage } from './odoo-stage.ts';
import { closedPeriod, discounted, read, rivals, turnedBack } from './odoo-stories-beside.ts';
import {
  bankSays,
  billRows,
  currencyNumber,
  itemRows,
  lineRows,
  matchLine,
  partOf,
  payItems,
  paymentRows,
  settledBill,
  undoLine,
} from './odoo-story-steps.ts';
import { only } from './odoo-world.ts';

export interface Story {
  readonly title: string;
  /** Plays the story and answers all that can be seen of it, ids left out. */
  readonly tell: (stage: Stage) => Promise<unknown>;
}

async function netted(stage: Stage): Promise<unknown> {
  const { hub, common } = stage;
  const partner = await newPartner(stage);
  const bill = await keyBill(stage, { partner, amount: 100 });
  const note = await keyBill(stage, { partner, amount: 20, kind: 'in_refund' });
  const payment = payItems(stage, {
    partner,
    items: [
      [bill, 10_000n],
      [note, -2000n],
    ],
  });
  const { reference } = payment;
  const all = async () => [
    await billRows(stage, [bill, note]),
    await paymentRows(stage, [payment]),
  ];
  only(await hub['payments.register']({ payments: [payment] }));
  only(await hub['payments.register']({ payments: [payment] }));
  const registered = await all();
  const update = {
    reference,
    companyExternalId: common.companyExternalId,
    itemExternalIds: [bill.toString()],
    hubState: 'submitted',
    hubStateAt: stageInstant,
  };
  only(await hub['payments.showState']({ updates: [update] }));
  const shown = await all();
  only(await hub['payments.settle']({ payments: [payment] }));
  only(await hub['payments.settle']({ payments: [payment] }));
  const settled = await all();
  const line = await bankSays(stage, { amountMinor: -8000n, key: reference });
  const posted = await lineRows(stage, line);
  const match = await matchLine(stage, line, [partOf(payment)]);
  const matched = [await all(), await lineRows(stage, line)];
  const undo = await undoLine(stage, line);
  const undone = [await all(), await lineRows(stage, line)];
  return { registered, shown, settled, posted, match, matched, undo, undone };
}

async function manyParts(stage: Stage): Promise<unknown> {
  const first = await settledBill(stage, 70);
  const second = await settledBill(stage, 30);
  const payments = [first.payment, second.payment];
  const key = first.payment.reference;
  const line = await bankSays(stage, { amountMinor: -10_250n, key });
  const fee = { kind: 'account', role: 'bank_fee', amountMinor: -250n, label: 'Fee' } as const;
  const all = async () => [await paymentRows(stage, payments), await lineRows(stage, line)];
  const short = await matchLine(stage, line, [partOf(first.payment), partOf(second.payment)]);
  const match = await matchLine(stage, line, [partOf(first.payment), partOf(second.payment), fee]);
  const matched = await all();
  const third = await settledBill(stage, 100);
  const taken = await matchLine(stage, line, [{ ...partOf(third.payment), amountMinor: -10_250n }]);
  const undo = await undoLine(stage, line);
  return { short, match, matched, taken, undo, undone: await all() };
}

async function paidOutside(stage: Stage): Promise<unknown> {
  const partner = await newPartner(stage);
  const bill = await keyBill(stage, { partner, amount: 100 });
  const told: unknown[] = [];
  for (const amountMinor of [-4000n, -7000n, -6000n]) {
    const line = await bankSays(stage, { amountMinor, key: `${bill}-${-amountMinor}` });
    const part = { kind: 'open_item', externalId: bill.toString(), amountMinor } as const;
    told.push(await matchLine(stage, line, [part]), await lineRows(stage, line));
    told.push(await billRows(stage, [bill]));
  }
  return told;
}

async function foreign(stage: Stage): Promise<unknown> {
  const currencyId = await currencyNumber(stage, 'EUR');
  const partner = await newPartner(stage);
  const bill = await keyBill(stage, { partner, amount: 100, currencyId });
  const items = [[bill, 10_000n]] as const;
  const payment = payItems(stage, { partner, items, currency: 'EUR' });
  only(await stage.hub['payments.settle']({ payments: [payment] }));
  const all = async () => [
    await billRows(stage, [bill]),
    await paymentRows(stage, [payment]),
    await itemRows(stage, [['partner_id', '=', partner]]),
  ];
  const settled = await all();
  const plain = await bankSays(stage, { amountMinor: -3500n, key: `P-${payment.reference}` });
  const silent = await matchLine(stage, plain, [{ ...partOf(payment), amountMinor: -3500n }]);
  const euro = { currency: 'EUR', amountMinor: -10_000n } as const;
  const key = payment.reference;
  const line = await bankSays(stage, { amountMinor: -3400n, key, foreign: euro });
  const match = await matchLine(stage, line, [partOf(payment)]);
  const matched = [await all(), await lineRows(stage, line)];
  const undo = await undoLine(stage, line);
  return {
    settled,
    silent,
    match,
    matched,
    undo,
    undone: [await all(), await lineRows(stage, line)],
  };
}

async function returned(stage: Stage): Promise<unknown> {
  const { bill, payment } = await settledBill(stage, 100);
  const { reference } = payment;
  const debit = await bankSays(stage, { amountMinor: -10_000n, key: `D-${reference}` });
  const paid = await matchLine(stage, debit, [partOf(payment)]);
  const credit = await bankSays(stage, { amountMinor: 10_000n, key: `R-${reference}` });
  const part = { kind: 'return', reference, amountMinor: 10_000n } as const;
  const match = await matchLine(stage, credit, [part]);
  const all = async () => [
    await billRows(stage, [bill]),
    await paymentRows(stage, [payment]),
    await lineRows(stage, credit),
    await lineRows(stage, debit),
  ];
  const matched = await all();
  const undo = [await undoLine(stage, credit), await all()];
  const undoPaid = [await undoLine(stage, debit), await all()];
  return { paid, match, matched, undo, undoPaid };
}

/** What the hub does in Odoo, each to be the same in the simulator and on a live server. */
export const stories: readonly Story[] = [
  { title: '[SYS-01] a bill and a credit note, paid net, matched and undone', tell: netted },
  { title: '[REC-01] one debit of two payments and a fee', tell: manyParts },
  { title: '[REC-01] a bill that bank lines close in parts', tell: paidOutside },
  { title: '[CAN-11] a payment in another currency, with a difference', tell: foreign },
  { title: '[ORC-12] a return, undone, and its debit after it', tell: returned },
  { title: '[I20] a closed period', tell: closedPeriod },
  { title: '[ORC-11] a withdrawal, and a bill reset to a draft', tell: turnedBack },
  { title: '[SYS-01] a discount, and a document', tell: discounted },
  { title: '[CAN-11] open items with their changes, and a bank account', tell: read },
  { title: '[I7] the same asked four times at once stands once', tell: rivals },
];
