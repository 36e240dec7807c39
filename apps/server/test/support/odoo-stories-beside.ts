import { asPlainDate } from '@quittance/domain';
import type { PaymentRegistration } from '@quittance/connector-kit';
import { act, keyBill, newPartner, readRows } from './odoo-stage.ts';
import type { Stage } from './odoo-stage.ts';
import {
  bankSays,
  billRows,
  currencyNumber,
  itemRows,
  lockBooks,
  matchLine,
  outcomeText,
  partOf,
  payItems,
  paymentRows,
  settledBill,
  undoLine,
} from './odoo-story-steps.ts';
import { create, must, only } from './odoo-world.ts';

export async function closedPeriod(stage: Stage): Promise<unknown> {
  const date = asPlainDate('2026-10-15');
  const { hub } = stage;
  const partner = await newPartner(stage);
  const bills = [
    await keyBill(stage, { partner, amount: 100, date: '2026-10-02' }),
    await keyBill(stage, { partner, amount: 50, date: '2026-10-02' }),
  ] as const;
  const early = payItems(stage, { partner, items: [[bills[0], 10_000n]], date });
  const late = payItems(stage, { partner, items: [[bills[1], 5000n]], date });
  only(await hub['payments.settle']({ payments: [early] }));
  const line = await bankSays(stage, { amountMinor: -10_000n, key: early.reference, date });
  const match = await matchLine(stage, line, [partOf(early)]);
  await lockBooks(stage, '2026-10-31');
  try {
    const [settle] = await hub['payments.settle']({ payments: [late] });
    const posting = {
      ...stage.common,
      date,
      amountMinor: -5000n,
      label: 'x',
      partyExternalId: null,
    };
    const lines = [{ ...posting, hubReference: `C-${late.reference}` }];
    const [post] = await hub['statementLines.post']({ lines });
    const undo = await undoLine(stage, line);
    const again = await matchLine(stage, line, [partOf(early)]);
    const refused = [settle, post].map((one) => one && outcomeText(one));
    const rows = await paymentRows(stage, [early, late]);
    return { match, refused, undo, again, rows, bills: await billRows(stage, bills) };
  } finally {
    await lockBooks(stage, false);
    // What is left as a draft would keep the period from being closed another time.
    const { companyExternalId } = stage.common;
    const references = [late.reference];
    only(await hub['payments.withdraw']({ companyExternalId, references }));
  }
}

export async function turnedBack(stage: Stage): Promise<unknown> {
  const { hub, common } = stage;
  const { companyExternalId } = common;
  const partner = await newPartner(stage);
  const bill = await keyBill(stage, { partner, amount: 100 });
  const payment = payItems(stage, { partner, items: [[bill, 10_000n]] });
  only(await hub['payments.register']({ payments: [payment] }));
  const withdraw = async (references: readonly PaymentRegistration['reference'][]) =>
    (await hub['payments.withdraw']({ companyExternalId, references })).map(outcomeText);
  const withdrawn = [
    await withdraw([payment.reference]),
    await withdraw([payment.reference]),
    await paymentRows(stage, [payment]),
  ];
  const again = (await hub['payments.register']({ payments: [payment] })).map(outcomeText);
  const settled = await settledBill(stage, 50);
  const posted = [
    await withdraw([settled.payment.reference]),
    await paymentRows(stage, [settled.payment]),
  ];
  const reset = await keyBill(stage, { partner, amount: 30 });
  await act(stage.clerk, { model: 'account.move', method: 'button_draft', args: [[reset]] });
  const payments = [payItems(stage, { partner, items: [[reset, 3000n]] })];
  const draft = (await hub['payments.settle']({ payments })).map(outcomeText);
  return { withdrawn, again, posted, draft, rows: await billRows(stage, [bill, reset]) };
}

export async function discounted(stage: Stage): Promise<unknown> {
  const partner = await newPartner(stage);
  const bill = await keyBill(stage, { partner, amount: 100 });
  const bare = payItems(stage, { partner, items: [[bill, 9800n]] });
  const items = bare.items.map((item) => ({ ...item, discountMinor: 200n }));
  const payments = [{ ...bare, items }];
  only(await stage.hub['payments.settle']({ payments }));
  only(await stage.hub['payments.settle']({ payments }));
  const document = must(
    await stage.hub['documents.push']({
      companyExternalId: stage.common.companyExternalId,
      target: { kind: 'bill', externalId: bill.toString() },
      name: 'proof.pdf',
      mediaType: 'application/pdf',
      bytes: new TextEncoder().encode('%PDF-1.4 proof'),
    }),
  );
  const attached = await readRows(stage, {
    model: 'ir.attachment',
    domain: [['id', '=', Number.parseInt(document.externalId, 10)]],
    fields: ['name', 'mimetype', 'res_model', 'file_size'],
  });
  const rows = [await billRows(stage, [bill]), await paymentRows(stage, payments)];
  return { rows, attached, items: await itemRows(stage, [['partner_id', '=', partner]]) };
}

export async function read(stage: Stage): Promise<unknown> {
  const { hub, common } = stage;
  const currencyId = await currencyNumber(stage, 'EUR');
  const partner = await newPartner(stage);
  await create(stage.admin, 'res.partner.bank', {
    partner_id: partner,
    acc_number: 'DE89 3704 0044 0532 0130 00',
  });
  const bill = await keyBill(stage, { partner, amount: 100 });
  await keyBill(stage, { partner, amount: 20, kind: 'in_refund' });
  await keyBill(stage, { partner, amount: 50, currencyId });
  let cursor: string | null = null;
  const pass = async (): Promise<unknown> => {
    const found: unknown[] = [];
    for (let hasMore = true; hasMore;) {
      const { companyExternalId } = common;
      const page = must(await hub['openItems.read']({ companyExternalId, cursor }));
      ({ cursor, hasMore } = page);
      for (const item of page.items) {
        if (item.partyExternalId !== partner.toString()) continue;
        const { externalId, createdByExternalId, lastEditedByExternalId, ...seen } = item;
        const { partyExternalId, number, ...rest } = seen;
        const amounts = `${rest.totalMinor} ${rest.residualMinor} ${rest.discountMinor}`;
        found.push({ ...rest, amounts, totalMinor: '', residualMinor: '', discountMinor: '' });
      }
    }
    return found;
  };
  const begun = [await pass(), await pass()];
  const values = { ref: 'SUP-CHANGED' };
  await act(stage.clerk, { model: 'account.move', method: 'write', args: [[bill], values] });
  const changed = [await pass(), await pass()];
  await act(stage.clerk, { model: 'account.move', method: 'button_draft', args: [[bill]] });
  const drafted = [await pass(), await pass()];
  const data = must(await hub['masterData.read']({}));
  const banks = data.partyBanks
    .filter(({ partyExternalId }) => partyExternalId === partner.toString())
    .map(({ externalId, partyExternalId, lastEditedByExternalId, ...bank }) => bank);
  const parties = data.parties
    .filter(({ externalId }) => externalId === partner.toString())
    .map(({ externalId, ...party }) => party);
  return { begun, changed, drafted, banks, parties };
}

/** Asks four times at once, and once more: how many different things came of it. */
async function fourAtOnce<Value>(
  ask: () => Promise<Parameters<typeof only<Value>>[0]>,
  nameOf: (value: Value) => string,
): Promise<{ readonly made: number; readonly name: string }> {
  const answers = await Promise.all([ask(), ask(), ask(), ask()]);
  const name = nameOf(only(await ask()));
  const names = new Set([name]);
  // A rival may be told to come again, but never that another thing was made.
  for (const answer of answers.flat()) {
    if (answer.outcome.ok) names.add(nameOf(answer.outcome.value));
  }
  return { made: names.size, name };
}

export async function rivals(stage: Stage): Promise<unknown> {
  const { hub, common } = stage;
  const partner = await newPartner(stage);
  const bill = await keyBill(stage, { partner, amount: 100 });
  const payment = payItems(stage, { partner, items: [[bill, 10_000n]] });
  const settled = await fourAtOnce(
    () => hub['payments.settle']({ payments: [payment] }),
    ({ externalId }) => externalId,
  );
  const amountMinor = -10_000n;
  const hubReference = `L-${payment.reference}`;
  const line = { ...common, amountMinor, hubReference, label: 'x', partyExternalId: null };
  const posted = await fourAtOnce(
    () => hub['statementLines.post']({ lines: [line] }),
    ({ externalId }) => externalId,
  );
  const { companyExternalId } = common;
  const statementLineExternalId = posted.name;
  const parts = [partOf(payment)];
  const match = { key: hubReference, companyExternalId, statementLineExternalId, parts };
  const matched = await fourAtOnce(
    () => hub['reconciliations.post']({ reconciliations: [match] }),
    ({ externalIds }) => externalIds.join(),
  );
  const rows = [await billRows(stage, [bill]), await paymentRows(stage, [payment])];
  return [settled.made, posted.made, matched.made, rows];
}
