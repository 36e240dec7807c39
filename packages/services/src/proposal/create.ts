import {
  type Currency,
  type OwnAccountId,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { inTransaction } from '../context/unit-of-work.ts';
import { addProposal, type Proposal } from './draft.ts';
import { checkWhatToPay, executionDayOf, readOpenBills, selectDue, type WhatToPay } from './due.ts';

export interface CreateProposalInput extends WhatToPay {
  readonly ownAccountId: OwnAccountId;
  /** Pays bills in this currency; the account's own when absent. The bank converts the debit. */
  readonly currency?: Currency;
}

/**
 * Proposes the payment of due bills from one own account: an open batch with one payment per
 * supplier, each claiming its bills so that nothing else can pay them. Role: preparer.
 */
export async function createProposal(
  call: VerbCall<CreateProposalInput>,
): Promise<Result<Proposal, Problem>> {
  const { ctx, input } = call;
  const checked = checkWhatToPay(input);
  if (!checked.ok) return checked;
  return inTransaction(ctx, async (unit) => {
    const [account] = await unit.transaction.find('own_account', { id: input.ownAccountId });
    if (account === undefined) return refuse(problem('NOT_FOUND', 'own bank account'));
    const { entityId } = account;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles: ['preparer'] });
    if (!person.ok) return person;
    const profile = ctx.settings.bankProfiles.get(account.bankProfile);
    if (profile === undefined)
      return refuse(problem('NOT_FOUND', `bank profile ${account.bankProfile}`));
    const currency = input.currency ?? account.currency;
    if (profile.cutOffs.every((cutOff) => cutOff.currency !== currency)) {
      return refuse(problem('NO_ROUTE', `${profile.name} takes no orders in ${currency}`));
    }
    const executionDate = executionDayOf(unit, { profile, currency, input });
    const bills = await readOpenBills(unit, entityId);
    const selection = selectDue({ bills, input, currency, executionDate });
    if (selection.groups.length === 0) {
      return refuse(problem('NOTHING_TO_PAY', `nothing due until ${input.dueUntil}`));
    }
    const personId = person.value;
    const priority = input.priority ?? 'normal';
    const draft = { account, profile, currency, executionDate, personId, priority, selection };
    return succeed(
      await addProposal(ctx, unit, { ...draft, routes: new Map(), replaces: new Map() }),
    );
  });
}
