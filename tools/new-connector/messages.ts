import type { PlannedFile } from './plan.ts';

export const help = `npm run new:connector NAME [-- --events]

Makes the files of a connector NAME (small letters, digits and hyphens, such as mill-bank):
declaration, client, translation, faults, configuration, mapping, tests, a first exchange written
by hand, and a conformance test whose nine scenarios are blank until they are written.

  --events   it takes events of the other side: a webhook and its tests as well
  --help     this text`;

/** What was made, and what is left for a person. */
export function describeMade(name: string, files: readonly PlannedFile[]): string {
  const list = (isChange: boolean): string =>
    files
      .filter((file) => file.isChange === isChange)
      .map(({ path }) => `  ${path}`)
      .join('\n');
  return `made:
${list(false)}
changed, to name it:
${list(true)}

left to do by hand:
  1. npm run docs, which puts its card on docs/reference/connectors.md
  2. packages/connectors/src/${name}: the words of the other side for the example's, and the
     capabilities that it is to have; say in MAPPING.md what stands for what
  3. packages/sandbox/src: a simulator of the other side, which shares no code with the connector
  4. apps/server/test/conformance-${name}.test.ts: the nine scenarios against that simulator
  5. apps/server/src/config/schema.ts: name it in bankConnectors when it leads to a bank; schedules
     and rate limits follow from that. A system of accounts is named in configSchema, and in
     apps/server/src/config/load.ts, which says who may keep an entity's books
  6. a bank's profile in packages/connectors/src/profiles.ts
  7. stage: 'supported' in its declaration, when every scenario passes or cannot be asked`;
}
