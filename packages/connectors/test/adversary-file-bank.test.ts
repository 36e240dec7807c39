import type { Capabilities, ConnectorPorts } from '@quittance/connector-kit';
import { asInstant, present } from '@quittance/domain';
import { expect, test } from 'vitest';
import { fileBankConfigSchema, fileBankConnector } from '../src/index.ts';
import { createMemoryFolder } from './support/memory-folder.ts';

test('[I1][I14] a rename that is refused although the draft is gone is unknown', async () => {
  const folder = createMemoryFolder();
  folder.fail({ operation: 'rename', acts: true, code: 'exists', mayHaveActed: false });
  const rename = folder.rename.bind(folder);
  // The bank takes the file at once, to a place where we do not look.
  Object.assign(folder, {
    rename: (from: string, to: string) => rename(from, to).finally(() => folder.files.delete(to)),
  });
  const ports: ConnectorPorts = {
    http: { request: () => Promise.reject(new Error('files need no HTTP')) },
    openFolder: () => Promise.resolve(folder),
    now: () => asInstant('2026-11-23T08:10:00.000Z'),
    secret: () => 'geheim',
    log: () => undefined,
  };
  const config = fileBankConfigSchema.parse({ location: { kind: 'folder', path: '/bank' } });
  const { capabilities } = await fileBankConnector.open(config, ports);
  const submit: Capabilities['payments.submit'] = capabilities['payments.submit'];
  const bytes = new TextEncoder().encode('<Document/>');
  const outcome = await present(
    submit,
    'submit',
  )({
    messageId: 'B0000000000AB',
    fileName: 'B0000000000AB.xml',
    bytes,
  });
  expect(outcome.kind).toBe('unknown');
});
