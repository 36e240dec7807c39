import type { BankProfile } from '@quittance/domain';

/**
 * A bank through its door of single orders: one payment an order, each booked and answered by
 * itself. The bank knows an order again by its key for as long as it keeps the order.
 */
export const ordersProfileOf = (bank: BankProfile): BankProfile => ({
  ...bank,
  key: `${bank.key}-orders`,
  payment: { ...bank.payment, transactionsMax: 1, booking: 'single' },
  answers: { ...bank.answers, statusPerPayment: true },
  inquiry: { ...bank.inquiry, means: ['payment_status', 'statement'] },
});
