import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, type Options } from 'prettier';
import { fill } from './fill.ts';
import { faultOfName, type Names, namesOf } from './names.ts';
import { wirings } from './wire.ts';

/** A file as it is to stand, by its path from the root of the repository. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
  /** Whether it is there already and names one connector more. */
  readonly isChange: boolean;
}

export type Plan =
  | { readonly ok: true; readonly files: readonly PlannedFile[] }
  | { readonly ok: false; readonly why: string };

/** Of the repository's `.prettierrc.json`, which a test holds them to. */
export const style: Options = {
  printWidth: 100,
  singleQuote: true,
  semi: true,
  trailingComma: 'all',
};

/** Every file of a connector that is to be made. Reads, and writes nothing. */
export async function planConnector(of: {
  readonly root: string;
  readonly name: string;
  readonly hasEvents: boolean;
}): Promise<Plan> {
  const { root, name, hasEvents } = of;
  const fault = faultOfName(name);
  if (fault !== null) return { ok: false, why: fault };
  const names = namesOf(name);
  const places = placesOf(name, hasEvents);
  const taken = places.map(([path]) => path).find((path) => existsSync(join(root, path)));
  if (taken !== undefined) return { ok: false, why: `${name} is taken: ${taken} is there already` };
  const files: PlannedFile[] = [];
  for (const [path, template] of places) {
    const text = await formatted(path, fill(template, names, hasEvents));
    files.push({ path, text, isChange: false });
  }
  const wired = await planWiring(root, names, hasEvents);
  return wired.ok ? { ok: true, files: [...files, ...wired.files] } : wired;
}

/** Where each template goes. */
function placesOf(name: string, hasEvents: boolean): readonly (readonly [string, string])[] {
  const source = `packages/connectors/src/${name}`;
  const test = `packages/connectors/test/${name}`;
  const inSource = ['connector', 'client', 'translate', 'faults', 'config', 'index'];
  return [
    ...inSource.map((part) => [`${source}/${part}.ts`, `${part}.ts`] as const),
    [`${source}/MAPPING.md`, 'MAPPING.md'],
    [`${test}/exchanges.jsonl`, 'exchanges.jsonl'],
    [`${test}/exchanges.test.ts`, 'exchanges.test.ts'],
    [`apps/server/test/conformance-${name}.test.ts`, 'conformance.test.ts'],
    ...(hasEvents
      ? [
          [`${source}/webhook.ts`, 'webhook.ts'] as const,
          [`${test}/webhook.test.ts`, 'webhook.test.ts'] as const,
        ]
      : []),
  ];
}

async function planWiring(root: string, names: Names, hasEvents: boolean): Promise<Plan> {
  const files: PlannedFile[] = [];
  for (const { path, change } of wirings) {
    const before = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
    if (before.includes(`${names.camel}Connector`)) {
      return { ok: false, why: `${names.name} is taken: ${path} has ${names.camel}Connector` };
    }
    const text = change(before, names, hasEvents);
    if (text === null) {
      return { ok: false, why: `${path} does not list connectors as the generator knows it` };
    }
    files.push({ path, text: await formatted(path, text), isChange: true });
  }
  return { ok: true, files };
}

const parsers: Readonly<Record<string, string>> = { ts: 'typescript', md: 'markdown' };

function formatted(path: string, text: string): Promise<string> {
  const parser = parsers[path.split('.').at(-1) ?? ''];
  return parser === undefined ? Promise.resolve(text) : format(text, { ...style, parser });
}
