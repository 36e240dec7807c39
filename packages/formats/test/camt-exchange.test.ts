import { describe, expect, test } from 'vitest';
import { readStatementFile } from '../src/index.ts';
import { balance, bytesOf, camtText, simpleEntry } from './support/camt.ts';

interface Told {
  readonly unit?: string;
  readonly contract?: string;
}

const leaf = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${text}</${name}>`;

const exchange = (rate: string, { unit, contract }: Told = { unit: 'EUR' }): string =>
  '<CcyXchg><SrcCcy>USD</SrcCcy><TrgtCcy>EUR</TrgtCcy>' +
  `${leaf('UnitCcy', unit)}${leaf('XchgRate', rate)}${leaf('CtrctId', contract)}</CcyXchg>`;

const instructed = (inner: string): string =>
  `<InstdAmt><Amt Ccy="USD">1000.00</Amt>${inner}</InstdAmt>`;
const charged = (inner: string): string => `<TxAmt><Amt Ccy="EUR">922.34</Amt>${inner}</TxAmt>`;

function read(amountDetails: string) {
  const details =
    '<NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>' +
    `<AmtDtls>${amountDetails}</AmtDtls></TxDtls></NtryDtls>`;
  const entries = simpleEntry('922.34', 'DBIT', details);
  const balances = balance('OPBD', '1000.00', 'CRDT') + balance('CLBD', '77.66', 'CRDT');
  const { statements, faults } = readStatementFile(
    bytesOf(camtText('camt.053', { balances, entries })),
  );
  return { transaction: statements[0]?.entries[0]?.transactions[0], faults };
}

describe('an amount that was converted', () => {
  test('[CAN-10] instructed and debited amount, rate, unit and contract are read', () => {
    const { transaction, faults } = read(
      instructed(exchange('1.0842', { unit: 'EUR', contract: 'K-4711' })) + charged(''),
    );
    expect(faults).toEqual([]);
    expect(transaction).toMatchObject({
      amountMinor: -92_234n,
      currency: 'EUR',
      instructedMinor: 100_000n,
      instructedCurrency: 'USD',
      exchange: {
        rate: '1.0842',
        unitCurrency: 'EUR',
        source: 'camt AmtDtls/InstdAmt/CcyXchg, contract K-4711',
      },
    });
  });

  test('[CAN-10] the rate may stand at the other amounts, and lack its unit', () => {
    const told = read(instructed('') + charged(exchange('0.92234', {}))).transaction;
    expect(told?.exchange).toEqual({
      rate: '0.92234',
      unitCurrency: null,
      source: 'camt AmtDtls/TxAmt/CcyXchg',
    });
    const counter = `<CntrValAmt><Amt Ccy="EUR">922.34</Amt>${exchange('1.0842')}</CntrValAmt>`;
    expect(read(instructed('') + charged('') + counter).transaction?.exchange?.source).toContain(
      'CntrValAmt',
    );
    expect(read(instructed('') + charged('')).transaction?.exchange).toBeNull();
  });

  test.each(['0', '1,0842', '-1.0842', '1.08421234567', 'par'])(
    '[CAN-10] %s is no rate: it is told and never reckoned with',
    (rate) => {
      const { transaction, faults } = read(instructed(exchange(rate)) + charged(''));
      expect(transaction?.exchange).toBeNull();
      expect(transaction?.instructedMinor).toBe(100_000n);
      expect(faults.map((fault) => `${fault.severity} ${fault.rule}`)).toEqual([
        'warning camt.rate',
      ]);
    },
  );
});
