import type {
  Connector,
  ConnectionCheck,
  ConnectorPorts,
  FolderPort,
  OpenConnection,
} from '@quittance/connector-kit';
import { refuse, succeed } from '@quittance/domain';
import { isSafeName, lookFor, placeMessage } from './client.ts';
import { type FileBankConfig, fileBankConfigSchema } from './config.ts';
import { createExchange } from './exchange.ts';
import { badNameFault, faultOfFolder, logLine } from './faults.ts';

/**
 * A bank that takes payment files into one folder and leaves its answers in another. How it
 * behaves beyond that (message versions, answers, duplicates, cut-offs) is its bank profile.
 */
export const fileBankConnector: Connector<typeof fileBankConfigSchema> = {
  name: 'file-bank',
  versions: ['1'],
  reachedBy: 'files in a folder, or by SFTP with a pinned host key',
  owner: 'Treasury',
  stage: 'supported',
  capabilities: ['payments.submit', 'payments.inquire', 'files.fetch', 'files.acknowledge'],
  configSchema: fileBankConfigSchema,
  rateLimit: { requests: 60, perSeconds: 60 },
  pageSizeMax: 100,
  open: async (config, ports) =>
    openConnection(config, ports, await ports.openFolder(config.location)),
};

function openConnection(
  config: FileBankConfig,
  ports: ConnectorPorts,
  folder: FolderPort,
): OpenConnection {
  const exchange = createExchange({ folder, config, ports });
  const { folders } = config;
  return {
    capabilities: {
      'payments.submit': async (message) => {
        const outcome = await placeMessage(folder, folders, message);
        const found = outcome.kind === 'acknowledged' ? undefined : outcome.fault;
        ports.log(logLine(`submit.${outcome.kind}`, found));
        return outcome;
      },
      'payments.inquire': async ({ fileName }) => {
        if (!isSafeName(fileName)) return refuse(badNameFault);
        try {
          const outcome = await lookFor(folder, folders, fileName);
          ports.log(logLine(`inquire.${outcome.kind}`));
          return succeed(outcome);
        } catch (error) {
          const found = faultOfFolder(error);
          ports.log(logLine('inquire', found));
          return refuse(found);
        }
      },
      'files.fetch': ({ limit }) => exchange.fetch(limit),
      'files.acknowledge': ({ handles }) => exchange.acknowledge(handles),
    },
    check: () => checkConnection(folder, config),
    close: () => folder.close(),
  };
}

async function checkConnection(
  folder: FolderPort,
  config: FileBankConfig,
): Promise<ConnectionCheck> {
  try {
    await folder.list(config.folders.in);
    const waiting = await folder.list(config.folders.out);
    const detail = `both folders are there; ${waiting.length} file(s) wait`;
    return { ok: true, version: null, detail };
  } catch (error) {
    return { ok: false, version: null, detail: faultOfFolder(error).message };
  }
}
