import { type Defect, edit } from '../mutant.ts';

const entryKey = 'packages/formats/src/camt/entry-key.ts';
const files = 'packages/flows/src/statement-sync/files.ts';
const inbox = 'packages/services/src/inbox/inbox.ts';
const matchAccount = 'packages/services/src/match/match-account.ts';
const statementImport = 'packages/services/src/statement/import.ts';
const unitOfWork = 'packages/services/src/context/unit-of-work.ts';

/** What goes wrong with files, rows, tasks and the log. */
export const dataPlaneDefects: readonly Defect[] = [
  {
    name: 'duplicate-entry',
    does: 'books the entries of a statement again when its file comes a second time',
    edits: [
      edit(statementImport, 'if (known !== undefined) {', 'if (known === null) {'),
      edit(
        statementImport,
        'bankStatementId: statement.id,\n    sequenceNumber',
        'bankStatementId: `${statement.id} ${ctx.ids.newId()}`,\n    sequenceNumber',
      ),
      edit(statementImport, '.filter((entry) => !taken.has(entry.entryKey))\n', ''),
      edit(
        statementImport,
        'lineOf(ctx, { entry, account, statement: row })',
        `({
          ...lineOf(ctx, { entry, account, statement: row }),
          entryKey: entry.entryKey + ' ' + row.id,
        })`,
      ),
    ],
  },
  {
    name: 'acknowledged-before-stored',
    does: 'takes a file away at the bank before it is stored here',
    edits: [
      edit(
        files,
        "  if (handles.length > 0) answerOf(await capability(bank, 'files.acknowl" +
          "edge')({ handles }));\n",
        '',
      ),
      edit(
        files,
        '  const handles = received.flatMap(({ handle }) => (handle === null ? [] : [handle]));\n',
        '',
      ),
      edit(
        files,
        '  if (received.length > 0) {\n    const deliveries',
        '  const handles = received.flatMap(({ handle }) => (handle === null ? [] : [handle]));\n' +
          "  if (handles.length > 0) answerOf(await capability(bank, 'files.ackno" +
          "wledge')({ handles }));\n" +
          '  if (received.length > 0) {\n    const deliveries',
      ),
    ],
  },
  {
    name: 'known-by-name',
    does: 'takes a file for known whose name came before, whatever stands in it',
    edits: [
      edit(
        files,
        'const externalId = `${name} ${evidenceHash.slice(0, 16)}`;',
        'const externalId = name;',
      ),
    ],
  },
  {
    name: 'first-statement-of-a-file',
    does: 'reads the first statement of a file only',
    edits: [
      edit(
        statementImport,
        'for (const statement of input.file.statements) {',
        'for (const statement of input.file.statements.slice(0, 1)) {',
      ),
    ],
  },
  {
    name: 'last-entry-is-lost',
    does: 'leaves out the last entry of a statement of several',
    edits: [
      edit(
        statementImport,
        "const booked = statement.entries.filter((entry) => entry.status === 'BOO" +
          "K');\n  const keys = booked.map(",
        "const all = statement.entries.filter((entry) => entry.status === 'BOOK');\n" +
          '  const booked = all.length > 1 ? all.slice(0, -1) : all;\n  const keys = booked.map(',
      ),
    ],
  },
  {
    name: 'booking-day-of-the-file',
    does: 'books every line of a statement on the day on which its file was read',
    edits: [
      edit(
        'packages/services/src/statement/line.ts',
        'const bookingDate = entry.bookingDate ?? entry.valueDate ?? statement.toDate;',
        'const bookingDate = statement.importedAt.slice(0, 10) as typeof statement.toDate;',
      ),
    ],
  },
  {
    name: 'accounts-in-euro-only',
    does: 'keeps no line of accounts in another currency than the euro',
    edits: [
      edit(
        statementImport,
        'return accounts.find((account) => currency === null || account.currency ' +
          '=== currency) ?? null;',
        'return accounts.find((account) => currency === null || account.currency ' +
          "=== 'EUR') ?? null;",
      ),
    ],
  },
  {
    name: 'quarantined-in-silence',
    does: 'puts a file aside that it cannot read, and tells nobody',
    edits: [
      edit(
        inbox,
        "if (state === 'quarantined' || state === 'parked') {",
        "if (state === 'parked') {",
      ),
    ],
  },
  {
    name: 'unmatched-in-silence',
    does: 'sets a line that nothing explains aside, and tells nobody',
    edits: [
      edit(
        matchAccount,
        'await openCases(ctx, unit, cases);',
        'await openCases(ctx, unit, cases.slice(cases.length));',
      ),
    ],
  },
  {
    name: 'entries-of-a-day-are-one',
    does: 'takes all entries of one day for the same entry',
    edits: [
      edit(
        entryKey,
        'if (identity.accountServicerReference !== null) {',
        "if (identity.accountServicerReference === '') {",
      ),
      edit(
        entryKey,
        "return `C|${identity.bookingDate ?? ''}|${money}|${references}`;",
        "return `C|${identity.bookingDate ?? ''}|${references.slice(0, 0)}`;",
      ),
      edit(
        entryKey,
        '`${compositeOf(identity)}|${occurrence}`;',
        '`${compositeOf(identity)}|${occurrence > 0}`;',
      ),
    ],
  },
  {
    name: 'evidence-is-cut',
    does: 'keeps a file of a bank without its first byte',
    edits: [
      edit(
        files,
        'const evidenceHash = await run.ports.evidence.put(bytes);',
        'const evidenceHash = await run.ports.evidence.put(bytes.slice(1));',
      ),
    ],
  },
  {
    name: 'tasks-outside-the-transaction',
    does: 'adds the work that follows in a transaction of its own, which may not come about',
    edits: [
      edit(unitOfWork, '...(this.#tasks.length > 0 ?', '...(this.#tasks.length > 1_000_000 ?'),
      edit(
        unitOfWork,
        '      await ctx.atCommit?.(transaction, result.value);\n' +
          '      return result.value;\n    });\n',
        '      await ctx.atCommit?.(transaction, result.value);\n' +
          '      return { result: result.value, unit };\n    });\n' +
          '    await ctx.store.transaction(ctx.scope, (own) => value.unit.enqueueAll(own));\n',
      ),
      edit(
        unitOfWork,
        '    return succeed(value);\n  } catch',
        '    return succeed(value.result);\n  } catch',
      ),
      edit(
        unitOfWork,
        '  #writeRows(): readonly Promise<void>[] {',
        '  async enqueueAll(own: StoreTransaction): Promise<void> {\n' +
          '    if (this.#tasks.length > 0) await this.#ctx.tasks.enqueue(own, thi' +
          's.#tasks);\n  }\n\n' +
          '  #writeRows(): readonly Promise<void>[] {',
      ),
    ],
  },
  {
    name: 'leaf-without-its-row',
    does: 'logs a change with the digest of the row as it was before',
    edits: [
      edit(
        unitOfWork,
        'rowDigest: rowDigest({ table, row: after, salt }),\n      ...(cameUnderRoot',
        'rowDigest: rowDigest({ table, row: before ?? after, salt }),\n      ...(cameUnderRoot',
      ),
    ],
  },
  {
    name: 'members-are-not-logged',
    does: 'logs a change of a payment and not those of its bills',
    edits: [
      edit(
        unitOfWork,
        'const changedMembers = members.filter((member) => member.before !== null);',
        'const changedMembers = members.filter((member) => member.before === member.after);',
      ),
    ],
  },
  {
    name: 'decisions-are-not-logged',
    does: 'logs an approval and not the decision that it rests on',
    edits: [
      edit(
        unitOfWork,
        'if (rows.length > 0) roots.push(auditMembers({ table, rows, salt }));',
        "if (rows.length > 0 && table !== 'approval_decision') {\n" +
          '        roots.push(auditMembers({ table, rows, salt }));\n      }',
      ),
    ],
  },
];
