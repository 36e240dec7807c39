import {
  isId,
  type OutboxEvent,
  type Problem,
  problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { canonicalJson } from '@quittance/governance';
import { isEventType } from './catalogue.ts';

/** Version 1 of every event's data: which object, which version of it, and its state. */
export interface EventData {
  readonly v: 1;
  readonly id: string;
  readonly version: number;
  readonly state: string | null;
}

const properties = ['id', 'state', 'v', 'version'];
const stateForm = /^[a-z_]{1,40}$/;

/**
 * Reads the stored payload by the published schema. Whatever is not in the schema is refused, so
 * that no name, account number or free text can ever travel in an event. Errors: `BAD_INPUT`.
 */
export function readEventData(payload: string): Result<EventData, Problem> {
  const no = refuse(problem('BAD_INPUT', 'the event does not fit version 1 of its schema'));
  const value = parsed(payload);
  if (typeof value !== 'object' || value === null) return no;
  const fields = new Map<string, unknown>(Object.entries(value));
  if ([...fields.keys()].toSorted().join() !== properties.join()) return no;
  const [id, state, v, version] = properties.map((name) => fields.get(name));
  if (v !== 1 || typeof id !== 'string' || !isId(id)) return no;
  if (typeof version !== 'number' || !Number.isSafeInteger(version)) return no;
  if (state === null) return succeed({ v, id, version, state });
  if (typeof state !== 'string' || !stateForm.test(state)) return no;
  return succeed({ v, id, version, state });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The event as CloudEvents 1.0 JSON (cloudevents.io, spec 1.0.2, sections 3 and 3.1; JSON format,
 * section 3). Canonical text, so that each delivery of an event has the same bytes. `entityid` and
 * `correlationid` are extension attributes. Errors: `BAD_INPUT` for an event that is not in the
 * catalogue or does not fit its schema.
 */
export function cloudEventOf(event: OutboxEvent): Result<string, Problem> {
  if (!isEventType(event.type) || event.v !== 1) {
    return refuse(problem('BAD_INPUT', 'the event is not in the published catalogue'));
  }
  const data = readEventData(event.payload);
  if (!data.ok) return data;
  return succeed(
    canonicalJson({
      specversion: '1.0',
      id: event.id,
      source: `/quittance/entities/${event.entityId}`,
      type: `quittance.${event.type}`,
      subject: `${event.objectKind}/${event.objectId}`,
      time: event.occurredAt,
      datacontenttype: 'application/json',
      dataschema: `urn:quittance:event:v${event.v}`,
      entityid: event.entityId,
      correlationid: event.correlationId,
      data: data.value,
    }),
  );
}
