import type { StatusReport } from './record.ts';

/** The status of one payment as told by a bank that sends no pain.002, in ISO 20022 codes. */
export interface StatedStatus {
  readonly endToEndId: string;
  /** `ACCP`, `RJCT` …; a word that is no code of ISO 20022 moves nothing and opens a case. */
  readonly status: string;
  /** Code of ISO 20022, or the bank's own word. */
  readonly reason: string | null;
  readonly accountServicerReference?: string | null;
}

/**
 * A status that came in another form than pain.002, in the record that every status is read into.
 * `messageId` is null where the bank names payments and not the message that they came in;
 * `createdAt` is the bank's own time of the status, so that the same status has one time.
 */
export const composeStatusReport = (stated: {
  readonly messageId: string | null;
  readonly createdAt: string | null;
  readonly statuses: readonly StatedStatus[];
}): StatusReport => ({
  message: 'pain.002',
  version: null,
  messageId: null,
  createdAt: stated.createdAt,
  originalMessageId: stated.messageId,
  originalMessageName: null,
  originalCount: null,
  originalControlSum: null,
  groupStatus: null,
  groupReasons: [],
  groupCounts: [],
  payments: [
    {
      paymentInformationId: null,
      status: null,
      reasons: [],
      originalCount: null,
      originalControlSum: null,
      counts: [],
      transactions: stated.statuses.map(({ endToEndId, status, reason, ...rest }) => ({
        endToEndId,
        instructionId: null,
        transactionId: null,
        uetr: null,
        status,
        reasons: reason === null ? [] : [{ code: reason, proprietary: null, text: null }],
        accountServicerReference: rest.accountServicerReference ?? null,
        acceptedAt: null,
        amountMinor: null,
        currency: null,
        line: 0,
      })),
      line: 0,
    },
  ],
  faults: [],
});
