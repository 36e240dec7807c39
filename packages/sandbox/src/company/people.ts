import type { SampleEntity, SampleUser } from './types.ts';

/** The people of the sample: bookkeepers key bills and accounts, others approve. */
export const SAMPLE_USERS: readonly SampleUser[] = [
  { login: 'anke.brandt', name: 'Anke Brandt', role: 'bookkeeper' as const },
  { login: 'jonas.weber', name: 'Jonas Weber', role: 'bookkeeper' as const },
  { login: 'lucy.hart', name: 'Lucy Hart', role: 'bookkeeper' as const },
  { login: 'maria.alvarez', name: 'María Álvarez', role: 'bookkeeper' as const },
  { login: 'sabine.koch', name: 'Sabine Koch', role: 'approver' as const },
  { login: 'james.okafor', name: 'James Okafor', role: 'approver' as const },
  { login: 'helena.vogt', name: 'Helena Vogt', role: 'treasurer' as const },
  { login: 'svc', name: 'Quittance service', role: 'service' as const },
].map((user) => ({ ...user, email: `${user.login}@halden.example` }));

const BOOKKEEPERS: Readonly<Record<string, readonly string[]>> = {
  HDE: ['anke.brandt', 'jonas.weber'],
  HUK: ['lucy.hart', 'jonas.weber'],
  HUS: ['maria.alvarez', 'lucy.hart'],
};

/** Logins of the people who key bills and bank accounts for an entity. */
export function bookkeepersOf(entityCode: string): readonly string[] {
  return BOOKKEEPERS[entityCode] ?? [];
}

/** The three entities; the lock date lies before the history, so that nothing in it is locked. */
export function sampleEntities(lockDate: string): readonly SampleEntity[] {
  return [
    { code: 'HDE', name: 'Halden Werke GmbH', country: 'DE', currency: 'EUR', lockDate },
    { code: 'HUK', name: 'Halden UK Ltd', country: 'GB', currency: 'GBP', lockDate: null },
    { code: 'HUS', name: 'Halden Inc', country: 'US', currency: 'USD', lockDate: null },
  ];
}
