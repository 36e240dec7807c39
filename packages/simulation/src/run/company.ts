import { createRandom, sampleCompany, type SampleCompany } from '@quittance/sandbox';

/** Bills of a seed: some are not due, blocked or without an account, and a few share a payment. */
const documentsMin = 180;
const documentsMax = 230;

/**
 * A small company for one seed: the sample company with so many of its open bills, of every sort,
 * without its history, and with the suppliers that these bills name.
 */
export function companyOf(seed: number, today: string): SampleCompany {
  const random = createRandom(seed);
  const whole = sampleCompany({ seed, today });
  const count = random.integer(documentsMin, documentsMax);
  const documents = random.shuffle(whole.documents).slice(0, count);
  const codes = new Set(documents.map((document) => document.supplierCode));
  return {
    ...whole,
    documents,
    suppliers: whole.suppliers.filter((supplier) => codes.has(supplier.code)),
    history: [],
  };
}
