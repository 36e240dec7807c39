import type { OdooSimulator, Random, SampleCompany } from '@quittance/sandbox';
import type { Swarm } from '../faults/swarm.ts';

/** What bookkeepers do in Odoo behind the hub's back; each act is one transaction of Odoo. */
export interface Bookkeeping {
  /** Lets each act that this seed has happen or not. */
  meddle(): void;
}

export function openBookkeeping(of: {
  readonly odoo: OdooSimulator;
  readonly company: SampleCompany;
  readonly swarm: Swarm;
  readonly random: Random;
}): Bookkeeping {
  const { odoo, swarm, random } = of;
  const login = 'jonas.weber';
  const openBills = (): readonly number[] =>
    odoo
      .books()
      .moves.filter(
        (move) =>
          move.moveType === 'in_invoice' &&
          move.state === 'posted' &&
          move.paymentState === 'not_paid',
      )
      .map((move) => move.id);
  const onOneBill = (act: (moveId: number) => void): void => {
    const bills = openBills();
    if (bills.length > 0) act(random.pick(bills));
  };
  return {
    meddle() {
      if (swarm.strikes('people.payByHand')) {
        onOneBill((moveId) => odoo.control.payBillByHand({ moveId, login }));
      }
      if (swarm.strikes('people.billBlocked')) {
        onOneBill((moveId) => odoo.control.blockPayment({ moveId, login }));
      }
    },
  };
}
