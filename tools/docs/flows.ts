import { flows } from '@quittance/flows';
import { eventCatalogue, taskKinds } from '@quittance/services';
import { code, markdownTable, page } from './markdown.ts';

/** What every flow declares; a flow that lacks one of these does not load. */
export function flowsPage(): string {
  const sections = flows.flatMap(({ declaration: flow }) => [
    `## ${flow.name}`,
    markdownTable(
      ['Declares', 'As'],
      [
        ['Owner', `${flow.owner.name} (role ${flow.owner.role})`],
        ['Trigger', flow.trigger],
        ['Frequency', flow.frequency],
        ['Timing is decided by', flow.timingOwner],
        ['Sequencing', flow.sequencing],
        ['Reconciliation rule', flow.reconciliationRule],
        ['Exceptions', flow.exceptionPath],
        ['Done within', `${flow.slaMinutes} minutes, when nobody has to wait for a person`],
        [
          'System of record',
          Object.entries(flow.systemOfRecord)
            .map(([object, system]) => `${object}: ${system}`)
            .join('; '),
        ],
        ['Tasks', flow.tasks.map(code).join(', ')],
        ['Version', `${flow.v}`],
      ],
    ),
  ]);
  const tasks = taskKinds.map(({ name, lane, leaseSeconds, retry }) => [
    code(name),
    lane,
    `${leaseSeconds} s`,
    `${retry.retriesMax}`,
    `${retry.delaySeconds} to ${retry.delaySecondsMax} s`,
  ]);
  return page(
    '# Flows',
    ...sections,
    '## Tasks',
    'A worker that is silent for longer than the lease loses the task to another one.',
    markdownTable(['Task', 'Lane', 'Lease', 'Retries', 'Wait between tries'], tasks),
  );
}

const example = {
  specversion: '1.0',
  id: '019ab000-0000-7000-8000-000000000001',
  source: '/quittance/entities/019ab000-0000-7000-8000-000000000002',
  type: 'quittance.payment.settled',
  subject: 'payment/019ab000-0000-7000-8000-000000000003',
  time: '2026-11-23T08:15:00.000Z',
  datacontenttype: 'application/json',
  dataschema: 'urn:quittance:event:v1',
  entityid: '019ab000-0000-7000-8000-000000000002',
  correlationid: '019ab000-0000-7000-8000-000000000004',
  data: { v: 1, id: '019ab000-0000-7000-8000-000000000003', version: 7, state: 'settled' },
};

/** The published catalogue of events and their form. */
export function eventsPage(): string {
  const rows = Object.entries(eventCatalogue).map(([type, entry]) => [
    code(type),
    code(entry.objectKind),
    entry.meaning,
  ]);
  return page(
    '# Events',
    'Events are CloudEvents 1.0 in JSON, sent as webhooks signed by Standard Webhooks (headers ' +
      '`webhook-id`, `webhook-timestamp`, `webhook-signature`). `webhook-id` is the id of the ' +
      'event and is the same at each try: whoever has seen it has seen the event. Events of one ' +
      'object may arrive out of order; `data.version` grows with each change.',
    '```json',
    JSON.stringify(example, null, 2),
    '```',
    'Data of version 1 has exactly these four properties: `v`, `id`, `version` and `state` (null ' +
      'for an object without states). An event that does not fit is not sent. No event carries ' +
      'a name, an account number or free text; a change of this form is a new version.',
    'A subscriber asks for types, for families such as `payment.*`, or for `*`. In the body, a ' +
      'type has `quittance.` before it.',
    markdownTable(['Type', 'Object', 'Told when'], rows),
  );
}
