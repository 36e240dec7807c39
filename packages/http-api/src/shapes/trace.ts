import type { PaymentTrace } from '@quittance/store';
import { z } from 'zod';
import {
  approval,
  approvalDecision,
  attempt,
  batch,
  exceptionCase,
  match,
  matchAllocation,
  openItem,
  party,
  payment,
  statement,
  statementLine,
} from './records.ts';
import { hash, id, instant, minor, named } from './shape.ts';

export const auditLeaf = named(
  'AuditLeaf',
  z
    .object({
      id,
      entityId: id.nullable(),
      at: instant,
      actorKind: z.enum(['person', 'service']),
      actorId: z.string(),
      correlationId: z.string(),
      verb: z.string(),
      objectKind: z.string(),
      objectId: z.string(),
      objectVersion: z.number().int(),
      rowDigest: hash,
      detail: z.string().describe('Canonical JSON of what changed.'),
      leafHash: hash,
    })
    .describe('One line of the audit log: one verb on one object.'),
);

const evidence = named(
  'Evidence',
  z
    .object({
      id,
      hash,
      mediaType: z.string(),
      sizeBytes: z.number().int(),
      kind: z.string(),
      receivedAt: instant,
    })
    .describe('Bytes as they were received or sent.'),
);

const bankFact = named(
  'BankFact',
  z
    .object({
      id,
      paymentId: id,
      attemptId: id.nullable(),
      code: z.string(),
      reason: z.string().nullable(),
      amountMinor: minor.nullable(),
      bankTime: z.string(),
      source: z.string(),
      evidenceHash: hash,
      recordedAt: instant,
    })
    .describe('What a bank said of a payment.'),
);

/** Everything that the hub knows of one payment. */
export const trace = named(
  'PaymentTrace',
  z
    .object({
      payment,
      party: party.nullable(),
      batch: batch.nullable(),
      bills: z.array(
        z.object({ amountMinor: minor, discountMinor: minor, openItem: openItem.nullable() }),
      ),
      approvals: z.array(z.object({ approval, decisions: z.array(approvalDecision) })),
      attempts: z.array(
        z.object({ endToEndId: z.string(), live: z.boolean(), attempt: attempt.nullable() }),
      ),
      facts: z.array(bankFact).describe('In the order of the bank’s time.'),
      evidence: z.array(evidence),
      matches: z.array(
        z.object({
          match,
          allocations: z.array(matchAllocation),
          line: statementLine.nullable(),
          statement: statement.nullable(),
        }),
      ),
      externalIds: z.array(
        z.object({
          scheme: z.string(),
          externalId: z.string(),
          objectKind: z.string(),
          objectId: z.string(),
        }),
      ),
      cases: z.array(exceptionCase),
      leaves: z.array(auditLeaf).describe('Who did what, in the order of commits.'),
    })
    .describe('Where a payment is, and why: every object, every answer, every proof.'),
);

/** A trace under the names of the API. */
export const traceTold = ({ bills, attempts, links, ...rest }: PaymentTrace): object => ({
  ...rest,
  bills: bills.map(({ item: { amountMinor, discountMinor }, openItem: of }) => ({
    amountMinor,
    discountMinor,
    openItem: of,
  })),
  attempts: attempts.map(({ item: { endToEndId, live }, attempt: of }) => ({
    endToEndId,
    live,
    attempt: of,
  })),
  externalIds: links,
});

export { evidence as evidenceShape };
