import { type Claim, claims, commandText } from '../proof/claims.ts';
import { type ProofRecord, readRecords } from '../proof/record.ts';
import { markdownTable, page } from './markdown.ts';

/** What the project claims, how anybody can see it, and what the last whole run of it said. */
export function proofPage(records: readonly ProofRecord[] = readRecords()): string {
  const byName = new Map(records.map((record) => [record.name, record]));
  return page(
    '# Proof',
    'What this project says of itself, each with the command that shows it and with what the ' +
      'last whole run said. `npm run proof` makes the page again, `npm run proof -- --only ' +
      '"NAME"` one part of it. A claim that does not hold says so. A shortened form of each runs ' +
      'at every change, by itself or among the tests. The same for programs: ' +
      '[proof.json](proof.json).',
    markdownTable(
      ['Claim', 'Holds', 'Run on'],
      claims.map(({ name }) => [name, verdictOf(byName.get(name)), byName.get(name)?.on ?? '']),
    ),
    ...claims.map((claim) => sectionOf(claim, byName.get(claim.name))),
  );
}

const verdictOf = (record: ProofRecord | undefined): string => {
  if (record === undefined) return 'not run yet';
  return record.held ? 'yes' : '**no**';
};

function sectionOf({ name, says, command }: Claim, record: ProofRecord | undefined): string {
  const title = `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const how = `\`\`\`sh\n${commandText(command)}\n\`\`\``;
  if (record === undefined) return [title, says, how, 'No whole run yet.'].join('\n\n');
  const figures = Object.entries(record.figures).map(([figure, shown]) => [figure, shown]);
  return [title, says, how, markdownTable(['Figure', 'Last whole run'], figures)].join('\n\n');
}
