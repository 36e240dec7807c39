import { caseCatalogue, problemCatalogue } from '@quittance/domain';
import { code, markdownTable, page } from './markdown.ts';

/** Every error: what happened, what of the money, what to do. */
export function errorsPage(): string {
  const rows = Object.entries(problemCatalogue).map(([name, entry]) => [
    code(name),
    entry.title,
    `**${entry.moneyMoved}**: ${entry.money}`,
    entry.action,
    entry.nature,
  ]);
  return page(
    '# Errors',
    'Every refusal has one of these codes and a detail in plain words. The first question is ' +
      'always whether money moved: `no`, `yes` or `unknown`.',
    markdownTable(['Code', 'What happened', 'Money', 'What to do', 'Nature'], rows),
  );
}

/** Every kind of case: owner, urgency, next action. */
export function casesPage(): string {
  const rows = Object.entries(caseCatalogue).map(([kind, entry]) => [
    code(kind),
    `${entry.severity}`,
    entry.nature,
    entry.ownerRole,
    `${entry.dueHours}`,
    entry.nextAction,
    `[runbook](../runbooks/${kind.replaceAll('_', '-')}.md)`,
  ]);
  return page(
    '# Cases',
    'An exception is a case with an owner, a cause, money at risk and a next action. One object ' +
      'has at most one open case of a kind and cause. Severity 1: money may be wrong or lost; ' +
      '2: a payment or posting waits; 3: work to tidy up.',
    markdownTable(
      ['Kind', 'Severity', 'Nature', 'Owner', 'Due in hours', 'Next action', 'What to do'],
      rows,
    ),
  );
}
