import type { Flow } from '../flow/flow.ts';
import { registerHandler, settleHandler, showStateHandler, withdrawHandler } from './accounts.ts';
import { inquireHandler, releaseHandler, submitHandler } from './release.ts';
import { remittanceHandler } from './remittance.ts';

/** From an approved batch to the settled payment in the accounts. */
export const supplierPayment: Flow = {
  declaration: {
    name: 'supplier-payment',
    v: 1,
    owner: { role: 'releaser', name: 'Treasury' },
    trigger: 'A releaser asks for the release of an approved batch.',
    frequency: 'As often as batches are released; each bank has its cut-offs.',
    timingOwner: 'Treasury, within the cut-offs of the bank profile and the entity calendar.',
    systemOfRecord: {
      bill: 'accounts',
      party: 'accounts',
      payment: 'hub',
      batch: 'hub',
      approval: 'hub',
      settlement: 'bank',
    },
    sequencing: 'Attempt committed before its bytes leave; one sender per bank account at a time.',
    reconciliationRule: 'Every released payment ends reconciled, returned, failed or in a case.',
    exceptionPath:
      'Cases for treasury; calls to the accounts or bank that fail end as dead letters.',
    slaMinutes: 60,
    tasks: [
      'batch.release',
      'attempt.submit',
      'attempt.inquire',
      'payment.register',
      'payment.settle',
      'payment.withdraw',
      'payment.showState',
      'remittance.send',
    ],
  },
  handlers: {
    'batch.release': releaseHandler,
    'attempt.submit': submitHandler,
    'attempt.inquire': inquireHandler,
    'payment.register': registerHandler,
    'payment.settle': settleHandler,
    'payment.withdraw': withdrawHandler,
    'payment.showState': showStateHandler,
    'remittance.send': remittanceHandler,
  },
};
