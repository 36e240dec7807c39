import type { SampleCompany } from '../company/types.ts';
import {
  addCompany,
  addUser,
  allGroups,
  clerkGroups,
  loadBaseData,
  rootEnv,
  serviceGroups,
} from './base-data.ts';
import { createJournal } from './chart.ts';
import { loadEntities, loadSample } from './company-loader.ts';
import { transactionInstant } from './environment.ts';
import type { World } from './environment.ts';
import type { Row } from './values.ts';

interface BuiltInUser {
  readonly login: string;
  readonly name: string;
  readonly groups: readonly string[];
}

const user = (login: string, name: string, ...groups: string[]): BuiltInUser => ({
  login,
  name,
  groups: ['base.group_user', ...groups],
});

/** The users every sandbox has beside the people of the sample company. */
const builtInUsers: readonly BuiltInUser[] = [
  { login: 'svc', name: 'Hub svc', groups: serviceGroups },
  user('u_internal', 'Hub u_internal'),
  user('u_readonly', 'Hub u_readonly', 'account.group_account_readonly'),
  user('u_invoice', 'Hub u_invoice', 'account.group_account_invoice'),
  user('u_basic', 'Hub u_basic', 'account.group_account_basic'),
  user('u_user', 'Hub u_user', 'account.group_account_user'),
  user('u_manager', 'Hub u_manager', 'account.group_account_manager'),
];

/** Three companies without documents, for use without a sample company. */
const defaultCompanies = [
  { name: 'My Company', country: 'US', currency: 'USD' },
  { name: 'FR Co', country: 'FR', currency: 'EUR' },
  { name: 'DE Co', country: 'DE', currency: 'EUR' },
] as const;

/** Base data, users and companies: those of the sample, or three empty ones. */
export const populate = (world: World, sample: SampleCompany | undefined): void => {
  const start = transactionInstant(world);
  const env = rootEnv(world, { companyId: 1, uid: 1, instant: start });
  loadBaseData(env);
  const companies = sample === undefined ? new Map<string, Row>() : loadEntities(env, sample);
  if (sample === undefined) {
    for (const company of defaultCompanies) {
      const row = addCompany(env, { ...company, rateDate: '2020-01-01' });
      const own = env.withCompany(row.id);
      createJournal(own, {
        name: 'Bank',
        code: 'BNK1',
        type: 'bank',
        company_id: row.id,
        sequence: 8,
      });
    }
  }
  addUser(env, { login: '__system__', name: 'OdooBot', email: null, groups: allGroups });
  addUser(env, {
    login: 'admin',
    name: 'Administrator',
    email: 'admin@example.com',
    groups: allGroups,
  });
  for (const item of builtInUsers) addUser(env, { ...item, email: `${item.login}@example.com` });
  for (const person of sample?.users ?? []) {
    if (world.db.rowsWhere('res.users', 'login', person.login).length > 0) continue;
    addUser(env, { ...person, groups: clerkGroups });
  }
  if (sample !== undefined) loadSample(world, sample, companies);
};
