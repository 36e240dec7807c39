import type { Currency, Instant, PlainDate } from '@quittance/domain';
import { type Column, html, page, table } from './html.ts';
import { amountText, facts, heading, momentText, textTable, wordsOf } from './text.ts';

export interface SheetPayment {
  readonly reference: string;
  readonly payee: string;
  /** Masked; the sheet never knows the number. */
  readonly account: string;
  readonly amountMinor: bigint;
  readonly state: string;
  /** The bills it pays, by the supplier's reference or the number in the accounts. */
  readonly bills: readonly string[];
  readonly contentHash: string | null;
}

export interface SheetDecision {
  readonly person: string;
  readonly decision: 'approve' | 'reject';
  readonly at: Instant;
  readonly reason: string | null;
  /** False when it was given for another content than the batch has now. */
  readonly coversContent: boolean;
}

/** One person who holds the role to approve, and what keeps that person from it, or null. */
export interface SheetApprover {
  readonly person: string;
  readonly obstacle: string | null;
}

/** Everything on the sheet that approvers sign; account numbers are masked before. */
export interface ApprovalSheet {
  readonly entity: string;
  readonly account: string;
  readonly reference: string;
  readonly state: string;
  readonly currency: Currency;
  readonly executionDate: PlainDate;
  readonly proposedBy: string;
  readonly paymentCount: number;
  readonly totalMinor: bigint;
  readonly contentHash: string | null;
  readonly approversRequired: number | null;
  readonly approvalState: string | null;
  readonly expiresAt: Instant | null;
  readonly approvers: readonly SheetApprover[];
  readonly decisions: readonly SheetDecision[];
  readonly payments: readonly SheetPayment[];
  readonly printedAt: Instant;
}

const paymentColumns = (sheet: ApprovalSheet): readonly Column<SheetPayment>[] => [
  { title: 'Reference', text: (row) => row.reference },
  { title: 'Payee', text: (row) => row.payee },
  { title: 'Account', text: (row) => row.account },
  { title: 'Bills', text: (row) => row.bills.join(', ') },
  { title: 'State', text: (row) => wordsOf(row.state) },
  {
    title: 'Amount',
    kind: 'amount',
    text: (row) => amountText(sheet.currency, row.amountMinor),
  },
  { title: 'Content hash', kind: 'hash', text: (row) => row.contentHash ?? 'not validated' },
];

const decisionColumns: readonly Column<SheetDecision>[] = [
  { title: 'Person', text: (row) => row.person },
  { title: 'Decision', text: (row) => row.decision },
  { title: 'At', text: (row) => momentText(row.at) },
  { title: 'Reason', text: (row) => row.reason ?? '' },
  { title: 'Covers this content', text: (row) => (row.coversContent ? 'yes' : 'no') },
];

const approverColumns: readonly Column<SheetApprover>[] = [
  { title: 'Person', text: (row) => row.person },
  { title: 'May approve', text: (row) => row.obstacle ?? 'yes' },
  { title: 'Signature', kind: 'sign', text: () => '' },
];

const title = (sheet: ApprovalSheet): string => `Approval sheet ${sheet.reference}`;

function headOf(sheet: ApprovalSheet): readonly (readonly [string, string])[] {
  const { currency, totalMinor } = sheet;
  return [
    ['Company', sheet.entity],
    ['From account', sheet.account],
    ['State', wordsOf(sheet.state)],
    ['Execution date', sheet.executionDate],
    ['Payments', `${sheet.paymentCount}`],
    ['Total', amountText(currency, totalMinor)],
    ['Proposed by', sheet.proposedBy],
    ['Content hash', sheet.contentHash ?? 'not frozen yet'],
    ['Approvers required', sheet.approversRequired?.toString() ?? 'not requested yet'],
    ['Approval', sheet.approvalState === null ? 'none' : wordsOf(sheet.approvalState)],
    ['Approval expires', sheet.expiresAt === null ? '' : momentText(sheet.expiresAt)],
    ['Printed', momentText(sheet.printedAt)],
  ];
}

/** The sheet as one HTML file for print, without anything from outside. */
export function approvalSheetHtml(sheet: ApprovalSheet): string {
  const head = headOf(sheet).map(
    ([name, value]) =>
      html`<tr>
        <th>${name}</th>
        <td class="${name === 'Content hash' ? 'hash' : 'text'}">${value}</td>
      </tr> `,
  );
  const body = html`<h1>${title(sheet)}</h1>
    <table>
      <tbody>
        ${head}
      </tbody>
    </table>
    <h2>Who must approve</h2>
    ${table(approverColumns, sheet.approvers, 'Nobody holds the role to approve here.')}
    <h2>Decisions</h2>
    ${table(decisionColumns, sheet.decisions, 'Nobody has decided yet.')}
    <h2>Payments</h2>
    ${table(paymentColumns(sheet), sheet.payments, 'No payments.')}`;
  return page({ title: title(sheet), body });
}

/** The same for a terminal. */
export function approvalSheetText(sheet: ApprovalSheet): string {
  const approvers = approverColumns.filter((column) => column.kind !== 'sign');
  return [
    heading(title(sheet)),
    facts(headOf(sheet)),
    '',
    heading('Who must approve'),
    textTable(approvers, sheet.approvers, 'Nobody holds the role to approve here.'),
    '',
    heading('Decisions'),
    textTable(decisionColumns, sheet.decisions, 'Nobody has decided yet.'),
    '',
    heading('Payments'),
    textTable(paymentColumns(sheet), sheet.payments, 'No payments.'),
    '',
  ].join('\n');
}
