import { addMilliseconds } from '@quittance/domain';
import type { Figures, Scope } from '@quittance/store';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiPorts } from './ports.ts';
import { scopeOf } from './route/caller.ts';
import { admit, sendRefusal, type Serving } from './route/serve.ts';

const dayMs = 86_400_000;

/** How long requests took, in this process (OBS-02). */
export interface RequestFigures {
  observe(of: { readonly route: string; readonly status: number; readonly tookMs: number }): void;
  /** In the format of Prometheus. */
  text(): Promise<string>;
}

export function createRequestFigures(): RequestFigures {
  const registry = new Registry();
  const registers = [registry];
  const seconds = new Histogram({
    name: 'quittance_api_request_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const answers = new Counter({
    name: 'quittance_api_answers_total',
    help: 'Answers by operation and status.',
    labelNames: ['route', 'status'],
    registers,
  });
  return {
    observe({ route, status, tookMs }) {
      seconds.observe({ route }, tookMs / 1_000);
      answers.inc({ route, status: status.toString() });
    },
    text: () => registry.metrics(),
  };
}

/** `GET /metrics`: the figures of the companies of the token, in the format of Prometheus. */
export function serveMetrics(server: FastifyInstance, serving: Serving): void {
  const { ports } = serving;
  const route = { permission: 'metrics:read', readers: [] } as const;
  server.get('/metrics', { config: { operationId: 'metrics' } }, async (request, reply) => {
    const admitted = await admit(request, reply, { route, serving });
    if (!admitted.ok) return sendRefusal(reply, request.correlationId, admitted.error);
    const scope = scopeOf(admitted.value, request.correlationId);
    const text = `${await businessText(ports, scope)}${await serving.figures.text()}`;
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
}

/** The smallest id that can be made at a moment: ids carry their time (RFC 9562, section 5.7). */
function firstIdAt(at: string): string {
  const hex = Date.parse(at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

async function businessText(ports: ApiPorts, scope: Scope): Promise<string> {
  const now = ports.now();
  const firstId = firstIdAt(addMilliseconds(now, -dayMs));
  const figures = await ports.queries.figures({ scope, now, firstId });
  const registry = new Registry();
  tellPayments(registry, figures);
  tellExceptions(registry, figures);
  await tellSystem(registry, { ports, figures });
  return registry.metrics();
}

interface Told {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly values: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
}

function tell(registry: Registry, { name, help, labels, values }: Told): void {
  const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
  for (const [of, value] of values) gauge.set(of, value);
}

/** Not money: a count or a number of seconds, on its way to a gauge. */
const number = (text: bigint | string): number => Number.parseInt(text.toString(), 10);

const counted = (rows: Figures['payments'], label: string): Told['values'] =>
  rows.map(({ entityId: entity, word, count }) => [{ entity, [label]: word }, number(count)]);

function tellPayments(registry: Registry, figures: Figures): void {
  const { payments, events, settlement } = figures;
  tell(registry, {
    name: 'quittance_payments_under_way',
    help: 'Payments that are not at their end, by state.',
    labels: ['entity', 'state'],
    values: counted(payments, 'state'),
  });
  tell(registry, {
    name: 'quittance_events_last_day',
    help: 'Events of the last 24 hours by type; payment.submitted are the payments submitted.',
    labels: ['entity', 'type'],
    values: counted(events, 'type'),
  });
  const entities = [...new Set(events.map(({ entityId }) => entityId))];
  const of = (entity: string, type: string): number =>
    number(events.find((row) => row.entityId === entity && row.word === type)?.count ?? 0n);
  tell(registry, {
    name: 'quittance_acceptance_ratio_last_day',
    help: 'Of the payments that a bank accepted or refused in 24 hours, the part accepted.',
    labels: ['entity'],
    values: entities.flatMap((entity): Told['values'] => {
      const accepted = of(entity, 'payment.accepted');
      const answered = accepted + of(entity, 'payment.failed');
      return answered === 0 ? [] : [[{ entity }, accepted / answered]];
    }),
  });
  tell(registry, {
    name: 'quittance_settlement_delay_seconds',
    help: 'From submission to settlement, of what settled in the last 24 hours.',
    labels: ['entity', 'of'],
    values: settlement.flatMap(({ entityId: entity, averageSeconds, longestSeconds }) => [
      [{ entity, of: 'average' }, number(averageSeconds)],
      [{ entity, of: 'longest' }, number(longestSeconds)],
    ]),
  });
}

function tellExceptions(registry: Registry, figures: Figures): void {
  const { unmatchedLines, cases, accounts } = figures;
  tell(registry, {
    name: 'quittance_unmatched_lines',
    help: 'Booked bank lines that nothing explains yet, by state.',
    labels: ['entity', 'state'],
    values: counted(unmatchedLines, 'state'),
  });
  tell(registry, {
    name: 'quittance_cases_open',
    help: 'Open exceptions by kind; duplicate_invoice are duplicate attempts held back.',
    labels: ['entity', 'kind'],
    values: counted(cases, 'kind'),
  });
  tell(registry, {
    name: 'quittance_case_age_seconds',
    help: 'Age of the oldest open exception of each kind.',
    labels: ['entity', 'kind'],
    values: cases.map(({ entityId: entity, word: kind, oldestSeconds }) => [
      { entity, kind },
      number(oldestSeconds),
    ]),
  });
  tell(registry, {
    name: 'quittance_statement_age_days',
    help: 'Days since the newest statement of an own account; absent before the first one.',
    labels: ['entity', 'account'],
    values: accounts.flatMap(({ entityId: entity, name: account, statementAgeDays }) =>
      statementAgeDays === null ? [] : [[{ entity, account }, number(statementAgeDays)] as const],
    ),
  });
}

async function tellSystem(
  registry: Registry,
  { ports, figures }: { readonly ports: ApiPorts; readonly figures: Figures },
): Promise<void> {
  const depths = await ports.services.tasks.depths();
  tell(registry, {
    name: 'quittance_tasks',
    help: 'Deferred work of each kind that waits, runs, or was given up.',
    labels: ['task', 'state'],
    values: depths.flatMap(({ name: task, waiting, active, deadLetters }) => [
      [{ task, state: 'waiting' }, waiting],
      [{ task, state: 'active' }, active],
      [{ task, state: 'dead_letter' }, deadLetters],
    ]),
  });
  tell(registry, {
    name: 'quittance_connection_up',
    help: '1 when the counterparty answered last time.',
    labels: ['connection'],
    values: figures.connections.map(({ name: connection, up }) => [{ connection }, up ? 1 : 0]),
  });
  tell(registry, {
    name: 'quittance_horizon_lag_transactions',
    help: 'Transactions that readers of the logs wait for; one that grows is a long transaction.',
    labels: [],
    values: [[{}, number(await ports.events.horizonLag())]],
  });
}
