import { readFileSync } from 'node:fs';
import { problem, ProblemError, refuse, succeed } from '@quittance/domain';
import { flows } from '@quittance/flows';
import { type ApiPorts, createApi } from '@quittance/http-api';
import { openQueries, openRequestKeys } from '@quittance/store';
import { monotonicMs, systemNow } from '../adapters/clock.ts';
import { systemScheduler } from '../adapters/scheduler.ts';
import type { ApiConfig, Config } from '../config/schema.ts';
import type { HubDatabase } from '../hub/database.ts';
import type { Hub } from '../hub/open-hub.ts';
import { openEventIntake } from '../hub/receive-event.ts';
import { verifyHub } from '../hub/verify.ts';

/** A listening API. */
export interface RunningApi {
  /** Where it is heard, without a path: `http://127.0.0.1:7788`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface OpenApiInput {
  readonly hub: Hub;
  readonly config: Config & { readonly api: ApiConfig };
  readonly database: HubDatabase;
  readonly log: ApiPorts['log'];
  readonly onError: (error: unknown) => void;
}

/** Serves the HTTP API of an open hub. Errors: CONFIGURATION_INVALID, IN_USE naming the port. */
export async function openApi(input: OpenApiInput): Promise<RunningApi> {
  const { hub, config, database, log, onError } = input;
  const { api } = config;
  const tls = tlsOf(api);
  const shared = {
    connectionString: database.url('quittance_app'),
    kind: config.kind,
    applicationName: 'quittance-api',
    onError,
  };
  const queries = await openQueries({ ...shared, poolSizeMax: 6 });
  const keys = await openRequestKeys({ ...shared, poolSizeMax: 4 });
  const server = await createApi(
    {
      services: hub.ports,
      entityIds: hub.entityIds,
      queries,
      keys,
      events: hub.store,
      now: systemNow,
      monotonicMs,
      scheduler: systemScheduler,
      flows: flows.map((flow) => flow.declaration),
      verifyAudit: verifierOf({ config, database }),
      entitiesOfBank: (connectionId) => hub.ports.entitiesOf(connectionId),
      receiveWebhook: openEventIntake(hub),
      limits: api,
      log,
      onError,
    },
    tls === null ? {} : { tls },
  );
  const close = async (): Promise<void> => {
    await server.close();
    await queries.close();
    await keys.close();
  };
  try {
    const url = await server.listen({ host: api.host, port: api.port });
    return { url, close };
  } catch (error) {
    await close();
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    const place = `${api.host}:${api.port.toString()}`;
    throw new ProblemError(problem('IN_USE', `another program listens on ${place}`));
  }
}

/** Verifies when asked; a second wish at the same time is refused, since each reads everything. */
function verifierOf(of: Parameters<typeof verifyHub>[0]): ApiPorts['verifyAudit'] {
  let isRunning = false;
  return async () => {
    if (isRunning) return refuse(problem('IN_USE', 'a verification runs already'));
    isRunning = true;
    try {
      return succeed(await verifyHub(of));
    } finally {
      isRunning = false;
    }
  };
}

function tlsOf({ tls }: ApiConfig): { readonly cert: string; readonly key: string } | null {
  if (tls === undefined) return null;
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      throw new ProblemError(problem('CONFIGURATION_INVALID', `api.tls: cannot read ${path}`));
    }
  };
  return { cert: read(tls.certificateFile), key: read(tls.keyFile) };
}
