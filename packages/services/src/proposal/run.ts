import {
  type Currency,
  type EntityId,
  explainRoute,
  ibanOrNull,
  type OpenItem,
  type OwnAccountId,
  type PartyBankDetails,
  type PartyId,
  type PaymentToRoute,
  type PersonId,
  type PlainDate,
  problem,
  type Problem,
  refuse,
  type Result,
  type Route,
  routePayments,
  succeed,
} from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';
import { addProposal, type Draft, type LeftOut, type Proposal, usableDetails } from './draft.ts';
import {
  checkWhatToPay,
  executionDayOf,
  type OpenBills,
  readOpenBills,
  selectDue,
  type WhatToPay,
} from './due.ts';
import { type PayingAccount, readPayingAccounts } from './routing-accounts.ts';
import type { SelectedGroup, Selection } from './select.ts';

export interface ProposeRunInput extends WhatToPay {
  readonly entityId: EntityId;
}

/** A payment that no account of the entity can carry; its bills stay open. */
export interface UnroutedPayment {
  readonly partyId: PartyId;
  readonly currency: Currency;
  /** Minor units. */
  readonly amountMinor: bigint;
  readonly bills: readonly string[];
  readonly why: readonly string[];
}

export interface ProposedRun {
  /** One open batch per account that pays, its payments each with the reason for the account. */
  readonly batches: readonly Proposal[];
  readonly unrouted: readonly UnroutedPayment[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Proposes the payment of everything due of an entity from all its own accounts: for each supplier
 * and currency the account that can carry it, in time and for the least cost, with the reasons.
 * What no account can carry is told and stays open. Role: preparer.
 */
export async function proposeRun(
  call: VerbCall<ProposeRunInput>,
): Promise<Result<ProposedRun, Problem>> {
  const { ctx, input } = call;
  const checked = checkWhatToPay(input);
  if (!checked.ok) return checked;
  return inTransaction(ctx, async (unit) => {
    const { entityId } = input;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles: ['preparer'] });
    if (!person.ok) return person;
    const accounts = await readPayingAccounts(ctx, unit, entityId);
    if (accounts.length === 0) return refuse(problem('NO_ROUTE', 'the entity has no own account'));
    const bills = await readOpenBills(unit, entityId);
    const run = await routeRun(unit, { accounts, bills, input });
    const [first] = run.routes;
    if (first === undefined) {
      return refuse(problem('NOTHING_TO_PAY', `nothing due until ${input.dueUntil}`));
    }
    if (run.routes.every((route) => route.chosen === null)) {
      return refuse(problem('NO_ROUTE', explainRoute(first).join('; ')));
    }
    return succeed(await addRun(ctx, unit, { ...run, personId: person.value }));
  });
}

/** What is to be paid, from which accounts, and what keeps bills from being proposed. */
export interface RunSource {
  readonly accounts: readonly PayingAccount[];
  readonly bills: OpenBills;
  readonly input: WhatToPay;
}

/** Selects what is due and chooses an account for each payment; writes nothing. */
export async function routeRun(unit: UnitOfWork, source: RunSource): Promise<RoutedRun> {
  const { accounts, input } = source;
  const selections = selectionsOf(unit, source);
  const groups = groupsOf(selections);
  const partyIds = [...new Set([...groups.values()].map((group) => group.partyId))];
  const details = await usableDetails(unit, partyIds);
  const routes = routePayments(
    [...groups].map(([key, group]) => toRoute({ key, group, details, input })),
    accounts.map((one) => one.routing),
  );
  return { ...source, selections, groups, routes };
}

/** What would be paid from one account: it depends on the day on which the account's bank pays. */
interface AccountSelection {
  readonly paying: PayingAccount;
  readonly executionDate: PlainDate;
  readonly selection: Selection;
}

/** Accounts pay in their own currency, where their bank has a cut-off for it. */
function selectionsOf(unit: UnitOfWork, of: RunSource): readonly AccountSelection[] {
  const { accounts, bills, input } = of;
  const made = new Map<string, Selection>();
  return accounts.flatMap((paying): readonly AccountSelection[] => {
    const { profile, account } = paying;
    const { currency } = account;
    if (profile.cutOffs.every((cutOff) => cutOff.currency !== currency)) return [];
    const executionDate = executionDayOf(unit, { profile, currency, input });
    const key = `${currency} ${executionDate}`;
    const selection = made.get(key) ?? selectDue({ bills, input, currency, executionDate });
    made.set(key, selection);
    return [{ paying, executionDate, selection }];
  });
}

/** One supplier in one currency, as each account would pay it. */
interface RoutableGroup {
  readonly partyId: PartyId;
  readonly currency: Currency;
  readonly ways: ReadonlyMap<OwnAccountId, { readonly group: SelectedGroup; day: PlainDate }>;
}

function groupsOf(selections: readonly AccountSelection[]): ReadonlyMap<string, RoutableGroup> {
  const ways = selections.flatMap(({ paying, executionDate: day, selection }) =>
    selection.groups.map((group) => ({ account: paying.account, day, group })),
  );
  const byKey = Map.groupBy(ways, ({ account, group }) => `${account.currency} ${group.partyId}`);
  return new Map(
    [...byKey].flatMap(([key, ofKey]): readonly (readonly [string, RoutableGroup])[] => {
      const [first] = ofKey;
      if (first === undefined) return [];
      const { partyId } = first.group;
      const { currency } = first.account;
      const byAccount = ofKey.map(
        ({ account, day, group }) => [account.id, { group, day }] as const,
      );
      return [[key, { partyId, currency, ways: new Map(byAccount) }]];
    }),
  );
}

function toRoute(of: {
  readonly key: string;
  readonly group: RoutableGroup;
  readonly details: ReadonlyMap<PartyId, PartyBankDetails>;
  readonly input: WhatToPay;
}): PaymentToRoute {
  const { key, group, details, input } = of;
  const ways = [...group.ways];
  return {
    key,
    currency: group.currency,
    urgent: input.priority === 'urgent',
    creditorIban: ibanOrNull(details.get(group.partyId)?.accountNumber ?? ''),
    dueDate: firstDueOf(ways.flatMap(([, way]) => way.group.items.map((one) => one.item))),
    options: ways.map(([accountId, way]) => ({
      accountId,
      executionDate: way.day,
      amountMinor: way.group.totalMinor,
      discountMinor: way.group.items.reduce((total, one) => total + one.discountMinor, 0n),
    })),
  };
}

/** Credit notes fall due on no day that matters to the payment. */
function firstDueOf(items: readonly OpenItem[]): PlainDate {
  const days = items.filter((item) => item.kind === 'bill').map((item) => item.dueDate);
  const [first] = days.toSorted();
  if (first === undefined) throw new Error('a payment pays at least one bill');
  return first;
}

/** A run with its routes; each route has its group under the same key. */
export interface RoutedRun extends RunSource {
  readonly selections: readonly AccountSelection[];
  readonly groups: ReadonlyMap<string, RoutableGroup>;
  readonly routes: readonly Route[];
}

/** Adds one open batch per account that pays; tells what no account can carry. */
export async function addRun(
  ctx: ServiceContext,
  unit: UnitOfWork,
  run: RoutedRun & { readonly personId: PersonId; readonly replaces?: Draft['replaces'] },
): Promise<ProposedRun> {
  const { selections, groups, routes, input, personId, replaces = new Map() } = run;
  const priority = input.priority ?? 'normal';
  const batches: Proposal[] = [];
  const paid = new Set<string>();
  for (const { paying, executionDate } of selections) {
    const { account, profile } = paying;
    const mine = routes.flatMap((route): readonly [SelectedGroup, readonly string[]][] => {
      const way = groups.get(route.key)?.ways.get(account.id);
      const isMine = route.chosen?.accountId === account.id;
      return isMine && way !== undefined ? [[way.group, explainRoute(route)]] : [];
    });
    const reasons = new Map(mine.map(([group, why]) => [group.partyId, why]));
    for (const [group] of mine) for (const { item } of group.items) paid.add(item.id);
    if (mine.length === 0) continue;
    const selection = { groups: mine.map(([group]) => group), leftOut: [] };
    const { currency } = account;
    const draft = { account, profile, currency, executionDate, personId, priority, selection };
    batches.push(await addProposal(ctx, unit, { ...draft, routes: reasons, replaces }));
  }
  return { batches, ...notPaid(run, paid) };
}

/** Every open bill is in a batch, or told here with the reason. */
function notPaid(
  { selections, groups, routes, bills }: RoutedRun,
  paid: ReadonlySet<string>,
): Pick<ProposedRun, 'unrouted' | 'leftOut'> {
  const unrouted: UnroutedPayment[] = [];
  const withoutRoute = new Set<string>();
  for (const route of routes.filter((one) => one.chosen === null)) {
    const group = groups.get(route.key);
    const [way] = group?.ways.values() ?? [];
    if (group === undefined || way === undefined) continue;
    for (const { item } of way.group.items) withoutRoute.add(item.id);
    unrouted.push({
      partyId: group.partyId,
      currency: group.currency,
      amountMinor: way.group.totalMinor,
      bills: way.group.items.map(({ item }) => item.number),
      why: explainRoute(route),
    });
  }
  const reasons = new Map<string, LeftOut['reason']>();
  for (const { selection, paying } of selections) {
    for (const { item, reason } of selection.leftOut) {
      if (item.currency === paying.account.currency) reasons.set(item.id, reason);
    }
  }
  const leftOut = bills.items
    .filter((item) => !paid.has(item.id))
    .map((item): LeftOut => {
      const reason = withoutRoute.has(item.id) ? 'no_route' : reasons.get(item.id);
      return { number: item.number, reason: reason ?? 'no_route' };
    });
  return { unrouted, leftOut };
}
