import type { HttpPort, HttpResult } from '@quittance/connector-kit';
import { asId, fault } from '@quittance/domain';
import { TaskFault } from '@quittance/engine';
import {
  type DeliveryOutcome,
  planDeliveries,
  type PlannedDelivery,
  recordDelivery,
} from '@quittance/services';
import { entityOf, type FlowHandler, type WebhookSigner, valueOf } from '../flow/flow.ts';
import { heldBackCode } from './guard.ts';

/** Ten deliveries that all time out stay within the lease of their task. */
const timeoutMs = 5_000;
/** Nobody reads the answer; only its status counts. */
const answerSizeBytesMax = 64 * 1_024;

/**
 * Delivers events to one subscriber. When it turns out to be away, the rest of the task waits
 * without being tried. A crash between the call and its record sends again under the same id.
 */
export const deliverHandler: FlowHandler = async (run) => {
  const entityId = entityOf(run.task);
  const deliveryIds = run.task.data.ids.map((id) => asId<'delivery'>(id));
  const { http, webhookSigner: signer } = run.ports;
  if (http === undefined || signer === undefined) {
    throw new TaskFault(fault('unsupported', 'NO_WEBHOOKS', 'this process delivers no events'));
  }
  const input = { entityId, deliveryIds };
  const plan = valueOf(await planDeliveries({ ctx: run.ctx([entityId]), input }));
  const outcomes: DeliveryOutcome[] = plan.refused.map((one) => ({ ...one, kind: 'refused' }));
  let away = false;
  for (const delivery of plan.sendable) {
    const { deliveryId } = delivery;
    if (away || run.lease.signal.aborted) {
      outcomes.push({ deliveryId, kind: 'heldBack', status: 'away' });
      continue;
    }
    const tried = await deliver({ http, signer }, delivery);
    away = tried.away;
    outcomes.push(tried.outcome);
  }
  const ctx = run.ctx([entityId], 'completes');
  valueOf(await recordDelivery({ ctx, input: { entityId, outcomes } }));
};

interface Tried {
  readonly outcome: DeliveryOutcome;
  /** The subscriber takes nothing at all now, whatever the event. */
  readonly away: boolean;
}

async function deliver(
  by: { readonly http: HttpPort; readonly signer: WebhookSigner },
  delivery: PlannedDelivery,
): Promise<Tried> {
  const { deliveryId, url, secretName, eventId: messageId, body } = delivery;
  let signature: Readonly<Record<string, string>>;
  try {
    signature = by.signer.headers({ secretName, messageId, body });
  } catch {
    // Nothing of the secret may reach a row: the name of the trouble is enough.
    return { outcome: { deliveryId, kind: 'failed', status: 'no signing secret' }, away: true };
  }
  const result = await by.http.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/cloudevents+json', ...signature },
    body,
    timeoutMs,
    sizeBytesMax: answerSizeBytesMax,
  });
  return judge(deliveryId, result);
}

/** Any 2xx is taken; 4xx is about this event, the rest about the subscriber. */
function judge(deliveryId: DeliveryOutcome['deliveryId'], result: HttpResult): Tried {
  if (result.kind === 'failure') {
    const kind = result.code === heldBackCode ? 'heldBack' : 'failed';
    return { outcome: { deliveryId, kind, status: result.code }, away: true };
  }
  const status = `${result.status}`;
  if (result.status >= 200 && result.status < 300) {
    return { outcome: { deliveryId, kind: 'delivered', status }, away: false };
  }
  const away = result.status >= 500 || [408, 425, 429].includes(result.status);
  const asked = away ? waitSecondsOf(result.headers['retry-after']) : null;
  const wait = asked === null ? {} : { waitSeconds: asked };
  return { outcome: { deliveryId, kind: 'failed', status, ...wait }, away };
}

const daySeconds = 86_400;

/** `Retry-After` in seconds (RFC 9110, section 10.2.3); its form as a date is passed over. */
function waitSecondsOf(header: string | undefined): number | null {
  if (header === undefined || !/^\d{1,9}$/.test(header.trim())) return null;
  return Math.min(Number.parseInt(header.trim(), 10), daySeconds);
}
