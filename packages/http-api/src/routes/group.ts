import { succeed } from '@quittance/domain';
import { maskedAccount } from '@quittance/services';
import { z } from 'zod';
import { narrowed } from '../route/caller.ts';
import { readRoute } from '../route/route.ts';
import { bankDetails, connection, entity, ownAccount, party, person } from '../shapes/records.ts';
import { id, named, pageOf } from '../shapes/shape.ts';
import { listRoute, notFound, oneRoute } from './lists.ts';

/** An account number is told masked, and under another name than the number itself (SEC-11). */
const masked = <Row extends { readonly accountNumber: string }>({
  accountNumber,
  ...row
}: Row) => ({
  ...row,
  account: maskedAccount(accountNumber),
});

const entityPage = pageOf('EntityPage', entity);

const flow = named(
  'Flow',
  z
    .object({
      name: z.string(),
      v: z.number().int(),
      owner: z.object({ role: z.string(), name: z.string() }),
      trigger: z.string(),
      frequency: z.string(),
      timingOwner: z.string(),
      systemOfRecord: z.record(z.string(), z.string()),
      sequencing: z.string(),
      reconciliationRule: z.string(),
      exceptionPath: z.string(),
      slaMinutes: z.number().int(),
      tasks: z.array(z.string()),
    })
    .describe('A flow with everything that it declares before it may run.'),
);

const me = named(
  'Caller',
  z
    .object({
      tokenId: id,
      person: person,
      permissions: z.array(z.string()),
      entityIds: z.array(id),
      roles: z.array(z.object({ entityId: id, role: z.string() })),
    })
    .describe('Who the token acts as, and what it reaches at this moment.'),
);

const entities = 'entities';
const parties = 'parties';
const accounts = 'own accounts';

/** Who we are, whom we trade with, and whom we are connected to. */
export const groupRoutes = [
  readRoute({
    id: 'getCaller',
    path: '/me',
    tag: entities,
    summary: 'Who this token acts as, and what it reaches.',
    permission: 'entities:read',
    answer: me,
    read: ({ caller }) => {
      const { token, person: who, entityIds, roles } = caller;
      const { id: tokenId, permissions } = token;
      return Promise.resolve(succeed({ tokenId, person: who, permissions, entityIds, roles }));
    },
  }),
  readRoute({
    id: 'listEntities',
    path: '/entities',
    tag: entities,
    summary: 'The companies that the token reaches.',
    permission: 'entities:read',
    answer: entityPage,
    async read({ ports, scope }) {
      const equal = { id: scope.entityIds };
      const page = await ports.queries.list({ scope, table: 'legal_entity', equal, limit: 500 });
      return succeed({ items: page.rows, next: page.next });
    },
  }),
  readRoute({
    id: 'getEntity',
    path: '/entities/{entityId}',
    tag: entities,
    summary: 'One company.',
    permission: 'entities:read',
    params: z.strictObject({ entityId: id }),
    answer: entity,
    versioned: true,
    async read({ ports, scope, params }) {
      const within = narrowed(scope, params.entityId);
      if (!within.ok) return notFound('company');
      const request = { scope, table: 'legal_entity', id: params.entityId } as const;
      const row = await ports.queries.read(request);
      return row === null ? notFound('company') : succeed(row);
    },
  }),
  listRoute({
    id: 'listPersons',
    path: '/persons',
    tag: entities,
    summary: 'Persons and service accounts, newest first; without their addresses.',
    permission: 'entities:read',
    table: 'person',
    pageName: 'PersonPage',
    shape: person,
    ofEntity: false,
  }),
  readRoute({
    id: 'listFlows',
    path: '/flows',
    tag: entities,
    summary: 'The catalogue of flows: owner, timing, system of record, rules.',
    permission: 'entities:read',
    answer: named('FlowList', z.object({ items: z.array(flow) })),
    read: ({ ports }) => Promise.resolve(succeed({ items: ports.flows })),
  }),
  listRoute({
    id: 'listParties',
    path: '/parties',
    tag: parties,
    summary: 'Suppliers and customers of the group, newest first.',
    permission: 'parties:read',
    table: 'party',
    pageName: 'PartyPage',
    shape: party,
    filters: { role: z.enum(['supplier', 'customer', 'employee']).optional() },
    ofEntity: false,
  }),
  oneRoute({
    id: 'getParty',
    path: '/parties/{partyId}',
    tag: parties,
    summary: 'One supplier or customer.',
    permission: 'parties:read',
    table: 'party',
    shape: party,
    parameter: 'partyId',
  }),
  listRoute({
    id: 'listBankDetails',
    path: '/bank-details',
    tag: parties,
    summary: 'Where parties are paid, account numbers masked, newest first.',
    permission: 'parties:read',
    table: 'party_bank_details',
    pageName: 'BankDetailsPage',
    shape: bankDetails,
    filters: { partyId: id.optional() },
    tell: masked,
    ofEntity: false,
  }),
  listRoute({
    id: 'listOwnAccounts',
    path: '/own-accounts',
    tag: accounts,
    summary: 'Our bank accounts with their booked balance and its day, newest first.',
    permission: 'accounts:read',
    table: 'own_account',
    pageName: 'OwnAccountPage',
    shape: ownAccount,
    tell: masked,
  }),
  oneRoute({
    id: 'getOwnAccount',
    path: '/own-accounts/{ownAccountId}',
    tag: accounts,
    summary: 'One of our bank accounts.',
    permission: 'accounts:read',
    table: 'own_account',
    shape: ownAccount,
    parameter: 'ownAccountId',
    tell: masked,
  }),
  listRoute({
    id: 'listConnections',
    path: '/connections',
    tag: 'connections',
    summary: 'Counterparties and how they last answered, newest first.',
    permission: 'connections:read',
    table: 'connection',
    pageName: 'ConnectionPage',
    shape: connection,
    ofEntity: false,
  }),
  oneRoute({
    id: 'getConnection',
    path: '/connections/{connectionId}',
    tag: 'connections',
    summary: 'One counterparty.',
    permission: 'connections:read',
    table: 'connection',
    shape: connection,
    parameter: 'connectionId',
  }),
];
