/** The HTTP API of a sandbox on a real socket, and tokens for its people. */
import {
  type EntityId,
  type Permission,
  permissions,
  type Person,
  present,
  type Role,
} from '@quittance/domain';
import { digestOfToken, tokenText } from '@quittance/http-api';
import { createToken } from '@quittance/services';
import { openApi, type RunningApi } from '../../src/api/open-api.ts';
import { systemRandomBytes } from '../../src/adapters/random.ts';
import { rows } from '../../src/demo/run-demo.ts';
import { must } from '../../src/hub/open-hub.ts';
import { openRun, type RunWorld } from './run-world.ts';

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface ApiWorld {
  readonly run: RunWorld;
  readonly api: RunningApi;
  /** The text of a token of somebody who holds the role; all of it unless told. */
  token(role: Role, only?: readonly Permission[], entityIds?: readonly EntityId[]): Promise<string>;
  /** A token of everybody who holds the role. */
  tokens(role: Role): Promise<readonly string[]>;
  /** One request; `path` begins with a slash. */
  ask(path: string, init?: RequestInit & { readonly token?: string }): Promise<Told>;
  close(): Promise<void>;
}

/** Opens a sandbox with its API; `api` changes its section of the configuration. */
export async function openApiWorld(
  input: {
    readonly seed: number;
    readonly api?: Partial<NonNullable<RunWorld['sandbox']['config']['api']>>;
  } = { seed: 1 },
): Promise<ApiWorld> {
  const run = await openRun({ seed: input.seed });
  const { config } = run.sandbox;
  const section = { ...present(config.api, 'api of a sandbox'), ...input.api };
  const errors: string[] = [];
  const api = await openApi({
    hub: run.hub,
    config: { ...config, api: section },
    database: run.database,
    log: () => undefined,
    onError: (error) => errors.push(error instanceof Error ? String(error.stack) : String(error)),
  });
  return {
    run,
    api,
    async token(role, only = permissions(), entityIds = []) {
      const [person] = await holdersOf(run, role);
      return makeToken(run, { person: present(person, role), only, entityIds });
    },
    async tokens(role) {
      const made: string[] = [];
      for (const person of await holdersOf(run, role)) {
        made.push(await makeToken(run, { person, only: permissions(), entityIds: [] }));
      }
      return made;
    },
    async ask(path, { token, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
      const response = await fetch(`${api.url}${path}`, { ...init, headers });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      const body: unknown = isJson ? JSON.parse(text) : text;
      if (response.status === 500) throw new Error(`${path}: ${text}\n${errors.join('\n')}`);
      return { status: response.status, headers: response.headers, body };
    },
    async close() {
      await api.close();
      await run.close();
    },
  };
}

/** People who hold the role, in the order of their ids. */
export async function holdersOf(
  { hub }: Pick<RunWorld, 'hub'>,
  role: Role,
): Promise<readonly Person[]> {
  const persons = await rows(hub, 'person', { machine: false, active: true });
  const grants = await rows(hub, 'grant', { role, active: true });
  return persons.filter((one) => grants.some((grant) => grant.personId === one.id));
}

interface TokenWish {
  readonly person: Person;
  readonly only: readonly Permission[];
  /** Every company of the person when empty. */
  readonly entityIds: readonly EntityId[];
}

/** Makes a token for a person, and returns its text. */
export async function makeToken({ hub }: Pick<RunWorld, 'hub'>, wish: TokenWish): Promise<string> {
  const { person, only, entityIds } = wish;
  const text = tokenText(systemRandomBytes(32));
  const ctx = await hub.personContext(person);
  const input = {
    name: person.name,
    tokenDigest: digestOfToken(text),
    personId: person.id,
    permissions: only,
    entityIds: entityIds.length === 0 ? ctx.scope.entityIds : entityIds,
    days: 365,
  };
  must(await createToken({ ctx, input }));
  return text;
}
