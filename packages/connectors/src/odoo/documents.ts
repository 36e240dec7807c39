import { createHash } from 'node:crypto';
import { refuse, succeed } from '@quittance/domain';
import type { CapabilityByName, Outcome } from '@quittance/connector-kit';
import { attachmentColumns } from './columns.ts';
import { ids } from './decode.ts';
import { paymentsByReference } from './payment-lookup.ts';
import { execute, noSuch, recordNumber, search } from './session.ts';
import type { Session } from './session.ts';

type Push = CapabilityByName['documents.push'];
type Document = Parameters<Push>[0];

/** Attaches a document; the same name and content on the same record is the same document. */
export function documentsPush(session: Session): Push {
  return async (document) => {
    const company = recordNumber(document.companyExternalId);
    if (!company.ok) return company;
    const target = await targetOf(session, company.value, document);
    if (!target.ok) return target;
    const before = await findAttachment(session, { ...target.value, document });
    if (!before.ok || before.value !== null) return answer(before);
    const created = await execute(session, {
      model: 'ir.attachment',
      method: 'create',
      args: [
        [
          {
            name: document.name,
            datas: base64Of(document.bytes),
            mimetype: document.mediaType,
            res_model: target.value.model,
            res_id: target.value.id,
          },
        ],
      ],
      decoder: ids,
      companyIds: [company.value],
    });
    if (created.ok) return answer(succeed(created.value[0] ?? null));
    if (created.error.kind !== 'unknownOutcome') return created;
    // No unique index guards attachments, so after a silence we only look, and never repeat.
    const after = await findAttachment(session, { ...target.value, document });
    return after.ok && after.value !== null ? answer(after) : created;
  };
}

/** RFC 4648, section 4; in pieces, since a call takes only so many arguments. */
function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 8192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(binary);
}

const answer = (found: Outcome<number | null>): Outcome<{ readonly externalId: string }> => {
  if (!found.ok) return found;
  if (found.value === null) return refuse(noSuch('attachment'));
  return succeed({ externalId: found.value.toString() });
};

interface Target {
  readonly model: 'account.move' | 'account.payment';
  readonly id: number;
  readonly companyId: number;
}

async function targetOf(
  session: Session,
  companyId: number,
  { target }: Document,
): Promise<Outcome<Target>> {
  if (target.kind === 'bill') {
    const id = recordNumber(target.externalId);
    return id.ok ? succeed({ model: 'account.move', id: id.value, companyId }) : id;
  }
  const payments = await paymentsByReference(session, companyId, [target.reference]);
  if (!payments.ok) return payments;
  const row = payments.value.get(target.reference);
  if (row === undefined) return refuse(noSuch('payment'));
  return succeed({ model: 'account.payment', id: row.id, companyId });
}

/** Odoo's `checksum` of an attachment is the SHA-1 of its content, in lower-case hex. */
async function findAttachment(
  session: Session,
  wanted: Target & { readonly document: Document },
): Promise<Outcome<number | null>> {
  const checksum = createHash('sha1').update(wanted.document.bytes).digest('hex');
  const found = await search(session, {
    model: 'ir.attachment',
    domain: [
      ['res_model', '=', wanted.model],
      ['res_id', '=', wanted.id],
      ['name', '=', wanted.document.name],
      ['checksum', '=', checksum],
    ],
    columns: attachmentColumns,
    companyIds: [wanted.companyId],
    order: 'id',
    limit: 1,
  });
  return found.ok ? succeed(found.value[0]?.id ?? null) : found;
}
