import type { OdooClient } from '@quittance/connectors';
import type { Random } from '@quittance/sandbox';
import type { World } from '../hub/open-hub.ts';
import { noteBillTaken } from './deeds.ts';

/** What bookkeepers do in Odoo behind the hub's back; each act is one transaction of Odoo. */
export interface Bookkeeping {
  /** Lets each act that this seed has happen or not. */
  meddle(): Promise<void>;
}

interface Bookkeeper {
  readonly world: World;
  /** Reads what a bookkeeper sees on the screen. */
  readonly admin: OdooClient;
  readonly random: Random;
}

const login = 'jonas.weber';

/** Accounts that no supplier of the sample has; each is valid in its form. */
const otherAccounts = [
  'DE89370400440532013000',
  'FR1420041010050500013M02606',
  'GB29NWBK60161331926819',
  'NL91ABNA0417164300',
] as const;

export function openBookkeeping(bookkeeper: Bookkeeper): Bookkeeping {
  return {
    async meddle() {
      const { world } = bookkeeper;
      const { control } = world.odoo;
      if (world.swarm.strikes('people.payByHand')) {
        onOneBill(bookkeeper, (moveId) => control.payBillByHand({ moveId, login }));
      }
      if (world.swarm.strikes('people.billBlocked')) {
        onOneBill(bookkeeper, (moveId) => control.blockPayment({ moveId, login }));
      }
      if (world.swarm.strikes('people.accountChanged')) await changeAccount(bookkeeper);
    },
  };
}

function onOneBill({ world, random }: Bookkeeper, act: (moveId: number) => void): void {
  const bills = world.odoo
    .books()
    .moves.filter(
      (move) =>
        move.moveType === 'in_invoice' &&
        move.state === 'posted' &&
        move.paymentState === 'not_paid',
    );
  if (bills.length === 0) return;
  const bill = random.pick(bills);
  act(bill.id);
  noteBillTaken(world, bill.ref ?? '');
}

async function changeAccount({ world, admin, random }: Bookkeeper): Promise<void> {
  const ownAccounts = world.company.bankAccounts.map((account) => account.accountNumber);
  const found = await admin.call({
    model: 'res.partner.bank',
    method: 'search',
    args: [[['sanitized_acc_number', 'not in', ownAccounts]]],
    companyIds: [],
    intent: 'read',
  });
  if (!found.ok || !Array.isArray(found.value)) return;
  const ids = found.value.map((id) => Number(textOf(id)));
  if (ids.length === 0) return;
  const partnerBankId = random.pick(ids);
  const accountNumber = random.pick(otherAccounts);
  world.odoo.control.editBankAccount({ partnerBankId, accountNumber, login });
}

/** A record number travels as the text of a number. */
const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : '';
