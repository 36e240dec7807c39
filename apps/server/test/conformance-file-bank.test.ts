import { afterAll, describe, expect, test } from 'vitest';
import {
  type Capabilities,
  type ConnectorLogLine,
  describeConformance,
  type OpenConnection,
  type OutcomeSeen,
  type PaymentMessage,
  type Scenarios,
  type SubmissionOutcome,
} from '@quittance/connector-kit';
import {
  bankProfiles,
  fileBankConfigSchema,
  fileBankConnector,
  kindOfFile,
} from '@quittance/connectors';
import { type Fault, instantFromEpoch } from '@quittance/domain';
import { type BankFacts, kingswayFacts, nordhafenFacts } from '@quittance/sandbox';
import { createFolderOpener } from '../src/adapters/net/index.ts';
import { openSftpBank, paymentFile, type SftpBank } from './support/file-bank.ts';
import { expectPublished } from './support/published-card.ts';

interface Rig {
  readonly sftp: SftpBank;
  readonly bank: Required<Capabilities>;
  /** Log lines, faults and outcomes: everything that anybody might write down. */
  readonly written: string[];
  /** The same bank under other credentials. */
  connect(password: string): Promise<OpenConnection>;
  close(): Promise<void>;
}

async function openRig(): Promise<Rig> {
  const sftp = await openSftpBank('nordhafen');
  const written: string[] = [];
  const connections: OpenConnection[] = [];
  const connect = async (password: string): Promise<OpenConnection> => {
    const { listener, user } = sftp;
    const config = fileBankConfigSchema.parse({
      location: {
        kind: 'sftp',
        host: listener.host,
        port: listener.port,
        username: user.username,
        passwordSecret: 'bank-password',
        hostKeyFingerprint: listener.hostKeyFingerprint,
      },
      // The archive of this bank is for the bank alone.
      acknowledge: 'remove',
      quietSeconds: 0,
    });
    const connection = await fileBankConnector.open(config, {
      http: { request: () => Promise.reject(new Error('files need no HTTP')) },
      openFolder: createFolderOpener(() => password),
      now: () => instantFromEpoch(Date.parse('2026-11-24T00:00:00.000Z')),
      secret: () => password,
      log: (line: ConnectorLogLine) => void written.push(JSON.stringify(line)),
    });
    connections.push(connection);
    return connection;
  };
  const { capabilities } = await connect(sftp.user.password);
  return {
    sftp,
    bank: complete(capabilities),
    written,
    connect,
    close: async () => {
      for (const connection of connections) await connection.close();
      await sftp.close();
    },
  };
}

/** The connector declares four capabilities; asking for another is a mistake of the test. */
const complete = (capabilities: Capabilities): Required<Capabilities> =>
  capabilities as Required<Capabilities>;

const messageOf = (messageId: string): PaymentMessage => ({
  messageId,
  fileName: `${messageId}.xml`,
  bytes: paymentFile(messageId, `Q${messageId}`),
});

const seenOf = (outcome: SubmissionOutcome): OutcomeSeen =>
  outcome.kind === 'acknowledged' ? 'done' : outcome.kind;

/** Payments that the bank has taken in, by its own books. */
function takenIn({ sftp }: Rig): Promise<number> {
  sftp.bank.process();
  return Promise.resolve(sftp.bank.books().instructions.length);
}

async function fetchNames(rig: Rig, limit: number): Promise<readonly string[]> {
  const fetched = await rig.bank['files.fetch']({ limit });
  if (!fetched.ok) throw new Error(fetched.error.code);
  return fetched.value.map((file) => file.name);
}

/** Puts files into the bank's out folder, so many at each instant. */
function leaveFiles({ sftp }: Rig, instants: readonly string[]): readonly string[] {
  return instants.map((instant, index) => {
    sftp.setNow(instant);
    // Names run against time, so that only the time can put them in order.
    const name = `file-${String(90 - index)}.xml`;
    sftp.bank.files.write(`/out/${name}`, new TextEncoder().encode(`<a n="${index}"/>`));
    return name;
  });
}

const faultOf = async (connection: OpenConnection): Promise<Fault | null> => {
  const fetched = await complete(connection.capabilities)['files.fetch']({ limit: 1 });
  return fetched.ok ? null : fetched.error;
};

const scenarios: Scenarios<Rig> = {
  idempotencyKey: (rig) => ({
    act: async () => {
      await rig.bank['payments.submit'](messageOf('B100'));
    },
    // Counted before the bank looks at them, since its own check of duplicates would hide a second.
    effects: () => {
      const handedOver = ['/in', '/archive'].flatMap((path) => rig.sftp.bank.files.list(path));
      rig.sftp.bank.process();
      return Promise.resolve(handedOver.filter(({ isDirectory }) => !isDirectory).length);
    },
  }),

  unknownOutcome: (rig) => ({
    actUnreachable: async () => {
      rig.sftp.bank.faults.inject('down');
      const outcome = await rig.bank['payments.submit'](messageOf('B200'));
      rig.sftp.bank.faults.clear('down');
      return seenOf(outcome);
    },
    actWithoutAnswer: async () => {
      rig.sftp.bank.faults.inject('dropAfterRename');
      return seenOf(await rig.bank['payments.submit'](messageOf('B201')));
    },
    inquire: async (after) => {
      const { fileName, messageId } = messageOf(after === 'silence' ? 'B201' : 'B200');
      const answer = await rig.bank['payments.inquire']({ fileName, messageId });
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value.kind;
    },
    effects: () => takenIn(rig),
  }),

  ordering: (rig) => ({
    happen: () =>
      Promise.resolve(
        leaveFiles(rig, [
          '2026-11-23T10:00:01Z',
          '2026-11-23T10:00:02Z',
          '2026-11-23T10:00:03Z',
          '2026-11-23T10:00:04Z',
        ]),
      ),
    read: () => fetchNames(rig, 10),
  }),

  sameInstantPaging: (rig) => ({
    happen: () =>
      Promise.resolve(
        leaveFiles(
          rig,
          Array.from({ length: 7 }, () => '2026-11-23T10:00:01Z'),
        ),
      ),
    read: async () => {
      const pages: (readonly string[])[] = [];
      for (let rounds = 0; rounds < 10; rounds += 1) {
        const fetched = await rig.bank['files.fetch']({ limit: 3 });
        if (!fetched.ok || fetched.value.length === 0) break;
        pages.push(fetched.value.map((file) => file.name));
        const handles = fetched.value.map((file) => file.handle);
        await rig.bank['files.acknowledge']({ handles });
      }
      return pages;
    },
  }),

  throttling: {
    notApplicable: 'Neither a folder nor SFTP has an answer that asks the customer to wait.',
  },

  tokenExpiry: (rig) => ({
    actExpired: async () => faultOf(await rig.connect('a password of last year')),
    actRenewed: async () => faultOf(await rig.connect(rig.sftp.user.password)),
  }),

  reversal: {
    notApplicable:
      'The connector declares nothing that undoes: a file that was handed over is not taken back.',
  },

  schemaDrift: () => {
    const known = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">';
    const mutants: readonly (readonly [string, string])[] = [
      ['another prefix', `<x:Document xmlns:x="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">`],
      ['another root', known.replace('Document', 'Dokument')],
      ['another message', known.replace('camt.053', 'camt.099')],
      ['no namespace', '<Document>'],
      ['a maintenance page', '<!doctype html><title>camt.053.001.08</title>'],
      ['nothing', ''],
    ];
    const drift: Fault = { kind: 'drift', code: 'UNKNOWN_FILE', message: 'goes to quarantine' };
    return {
      mutants: mutants.map(([name, text]) => ({
        name,
        expected: name === 'another prefix' ? ('same' as const) : ('fault' as const),
        read: () => {
          const kind = kindOfFile(new TextEncoder().encode(text));
          if (kind === 'camt.053') return Promise.resolve('same' as const);
          if (kind === 'unknown') return Promise.resolve(drift);
          return Promise.reject(new Error(`${name} was taken for ${kind}`));
        },
      })),
    };
  },

  secretsNeverLogged: (rig) => ({
    act: async () => {
      const { faults } = rig.sftp.bank;
      for (const kind of ['down', 'dropBeforeRename', 'dropAfterRename'] as const) {
        faults.inject(kind);
        const outcome = await rig.bank['payments.submit'](messageOf(`B3${kind.length}`));
        rig.written.push(JSON.stringify(outcome));
        faults.clear(kind);
      }
      const wrong = await rig.connect('a password of last year');
      rig.written.push(JSON.stringify([await wrong.check(), await faultOf(wrong)]));
      await fetchNames(rig, 5);
    },
    secrets: [
      rig.sftp.user.password,
      rig.sftp.user.privateKey,
      'a password of last year',
      'DE89370400440532013000',
      'Kaspar Stahlhandel',
    ],
    written: () => Promise.resolve(rig.written.join('\n')),
  }),
};

const suite = describeConformance<Rig>({
  connector: fileBankConnector,
  framework: { describe, test },
  open: openRig,
  scenarios,
});

afterAll(() => {
  expectPublished(suite.card());
});

describe('a file bank behind SFTP', () => {
  test('[SYS-03] a payment goes out, and its answer comes back', async () => {
    const rig = await openRig();
    try {
      expect(seenOf(await rig.bank['payments.submit'](messageOf('B400')))).toBe('done');
      expect(await takenIn(rig)).toBe(1);
      const fetched = await rig.bank['files.fetch']({ limit: 10 });
      const kinds = fetched.ok ? fetched.value.map((file) => kindOfFile(file.bytes)) : [];
      expect(kinds).toContain('pain.002');
      expect(kinds).not.toContain('unknown');
      const handles = fetched.ok ? fetched.value.map((file) => file.handle) : [];
      expect(await rig.bank['files.acknowledge']({ handles })).toMatchObject({ ok: true });
      expect(await fetchNames(rig, 10)).toEqual([]);
    } finally {
      await rig.close();
    }
  });

  test('[FT-05][I1] lost before the rename: unknown, absent, and nothing at the bank', async () => {
    const rig = await openRig();
    try {
      rig.sftp.bank.faults.inject('dropBeforeRename');
      expect(seenOf(await rig.bank['payments.submit'](messageOf('B500')))).toBe('unknown');
      const inquiry = await rig.bank['payments.inquire'](messageOf('B500'));
      expect(inquiry).toMatchObject({ ok: true, value: { kind: 'absent' } });
      expect(await takenIn(rig)).toBe(0);
    } finally {
      await rig.close();
    }
  });

  test('the check tells a bank that answers from one that does not', async () => {
    const rig = await openRig();
    try {
      const connection = await rig.connect(rig.sftp.user.password);
      expect(await connection.check()).toMatchObject({ ok: true });
      rig.sftp.bank.faults.inject('down');
      const away = await rig.connect(rig.sftp.user.password);
      expect(await away.check()).toMatchObject({ ok: false });
    } finally {
      await rig.close();
    }
  });
});

describe('the profiles that ship', () => {
  const facts: readonly BankFacts[] = [nordhafenFacts, kingswayFacts];
  test.each(facts.map((fact) => [fact.bank, fact] as const))(
    '%s is what the bank tells its customers',
    (key, fact) => {
      const profile = bankProfiles[key];
      expect(profile).toBeDefined();
      if (profile === undefined) return;
      expect(profile.name).toBe(fact.name);
      expect(fact.paymentMessages).toContain(profile.payment.messageVersion);
      expect(profile.payment.booking).toBe(fact.booking);
      expect(profile.payment.transactionsMax).toBe(fact.transactionsPerFileMax);
      expect(profile.payment.fileNamePattern).toBe(fact.fileNamePattern);
      expect(`/${profile.payment.folder}`).toBe(fact.directories.in);
      expect(`/${profile.answers.folder}`).toBe(fact.directories.out);
      expect(profile.answers.statusVersion).toBe(fact.statusMessage);
      expect(profile.answers.statusPerPayment).toBe(
        fact.acknowledgements.reportsAcceptedTransactions,
      );
      expect(profile.answers.silenceMsMax).toBeGreaterThan(
        fact.acknowledgements.withinMinutes * 60_000,
      );
      const keys = { messageId: 'message_id', contentHash: 'content' } as const;
      expect(profile.duplicates).toEqual({
        key: keys[fact.duplicateCheck.key],
        windowDays: fact.duplicateCheck.windowDays,
      });
      for (const cutOff of profile.cutOffs) {
        expect([cutOff.time, cutOff.timeZone]).toEqual([fact.cutOff.time, fact.cutOff.zone]);
      }
    },
  );
});
