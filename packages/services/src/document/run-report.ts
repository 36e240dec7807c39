import type { Currency, Instant, PlainDate } from '@quittance/domain';
import { type Column, html, page, table } from './html.ts';
import { amountText, facts, heading, momentText, textTable, wordsOf } from './text.ts';

export interface ReportTotal {
  readonly currency: Currency;
  readonly state: string;
  readonly count: number;
  readonly sumMinor: bigint;
}

/** A payment worth a line of its own, and why. */
export interface ReportPayment {
  readonly reference: string;
  readonly payee: string;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly state: string;
  readonly reason: string;
}

export interface ReportCase {
  readonly kind: string;
  readonly severity: number;
  readonly owner: string;
  readonly reference: string;
  readonly detail: string;
  readonly nextAction: string;
  readonly dueAt: Instant;
}

export interface ReportFile {
  readonly fileName: string;
  readonly messageId: string;
  readonly hash: string;
  readonly count: number;
  readonly currency: Currency;
  readonly totalMinor: bigint;
  readonly state: string;
  readonly preparedAt: Instant;
  readonly sentAt: Instant | null;
}

/** What became of the payments whose execution dates lie in a span of days. */
export interface RunReport {
  readonly companies: readonly string[];
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly paymentCount: number;
  readonly totals: readonly ReportTotal[];
  readonly heldBack: readonly ReportPayment[];
  readonly failed: readonly ReportPayment[];
  readonly returned: readonly ReportPayment[];
  readonly cases: readonly ReportCase[];
  readonly files: readonly ReportFile[];
  readonly printedAt: Instant;
}

const totalColumns: readonly Column<ReportTotal>[] = [
  { title: 'Currency', text: (row) => row.currency },
  { title: 'State', text: (row) => wordsOf(row.state) },
  { title: 'Payments', kind: 'amount', text: (row) => `${row.count}` },
  { title: 'Sum', kind: 'amount', text: (row) => amountText(row.currency, row.sumMinor) },
];

const paymentColumns: readonly Column<ReportPayment>[] = [
  { title: 'Reference', text: (row) => row.reference },
  { title: 'Payee', text: (row) => row.payee },
  { title: 'State', text: (row) => wordsOf(row.state) },
  { title: 'Amount', kind: 'amount', text: (row) => amountText(row.currency, row.amountMinor) },
  { title: 'Reason', text: (row) => row.reason },
];

const caseColumns: readonly Column<ReportCase>[] = [
  { title: 'Severity', text: (row) => `${row.severity}` },
  { title: 'Kind', text: (row) => wordsOf(row.kind) },
  { title: 'Payment', text: (row) => row.reference },
  { title: 'Owner', text: (row) => row.owner },
  { title: 'Due', text: (row) => momentText(row.dueAt) },
  { title: 'What happened', text: (row) => row.detail },
  { title: 'What to do', text: (row) => row.nextAction },
];

const fileColumns: readonly Column<ReportFile>[] = [
  { title: 'File', text: (row) => row.fileName },
  { title: 'Message', text: (row) => row.messageId },
  { title: 'State', text: (row) => wordsOf(row.state) },
  { title: 'Payments', kind: 'amount', text: (row) => `${row.count}` },
  { title: 'Total', kind: 'amount', text: (row) => amountText(row.currency, row.totalMinor) },
  { title: 'Prepared', text: (row) => momentText(row.preparedAt) },
  { title: 'Sent', text: (row) => (row.sentAt === null ? 'not yet' : momentText(row.sentAt)) },
  { title: 'SHA-256', kind: 'hash', text: (row) => row.hash },
];

const title = (report: RunReport): string =>
  report.from === report.to
    ? `Payment run of ${report.from}`
    : `Payment runs of ${report.from} to ${report.to}`;

const headOf = (report: RunReport): readonly (readonly [string, string])[] => [
  ['Companies', report.companies.join(', ')],
  ['Payments', `${report.paymentCount}`],
  ['Printed', momentText(report.printedAt)],
];

interface Section {
  readonly title: string;
  readonly none: string;
  readonly rows: readonly ReportPayment[];
}

const sectionsOf = (report: RunReport): readonly Section[] => [
  { title: 'Held back', none: 'No payment was held back.', rows: report.heldBack },
  { title: 'Failed', none: 'No payment failed.', rows: report.failed },
  { title: 'Returned or reversed', none: 'No payment came back.', rows: report.returned },
];

/** The report as one HTML file for print, without anything from outside. */
export function runReportHtml(report: RunReport): string {
  const head = headOf(report).map(
    ([name, value]) =>
      html`<tr>
        <th>${name}</th>
        <td>${value}</td>
      </tr> `,
  );
  const sections = sectionsOf(report).map(
    (section) =>
      html`<h2>${section.title}</h2>
        ${table(paymentColumns, section.rows, section.none)} `,
  );
  const body = html`<h1>${title(report)}</h1>
    <table>
      <tbody>
        ${head}
      </tbody>
    </table>
    <h2>Totals by state</h2>
    ${table(totalColumns, report.totals, 'No payments.')} ${sections}
    <h2>Open cases</h2>
    ${table(caseColumns, report.cases, 'No case is open.')}
    <h2>Files</h2>
    ${table(fileColumns, report.files, 'No file was made.')}`;
  return page({ title: title(report), body });
}

/** The same for a terminal. */
export function runReportText(report: RunReport): string {
  const sections = sectionsOf(report).flatMap((section) => [
    heading(section.title),
    textTable(paymentColumns, section.rows, section.none),
    '',
  ]);
  return [
    heading(title(report)),
    facts(headOf(report)),
    '',
    heading('Totals by state'),
    textTable(totalColumns, report.totals, 'No payments.'),
    '',
    ...sections,
    heading('Open cases'),
    textTable(caseColumns, report.cases, 'No case is open.'),
    '',
    heading('Files'),
    textTable(fileColumns, report.files, 'No file was made.'),
    '',
  ].join('\n');
}
