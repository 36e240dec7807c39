/**
 * How many audit leaves a second are made, put into the tree and verified on one core, rows
 * included. Prints figures and asserts none. Run: `node bench/governance.ts [leaves]`.
 */
import { generateKeyPairSync } from 'node:crypto';
import { asId, asInstant, type AuditLeaf } from '@quittance/domain';
import {
  makeAuditLeaf,
  merkleRoot,
  rowDigest,
  signCheckpoint,
  verifiedTable,
  verifyAudit,
} from '@quittance/governance';

const count = Number.parseInt(process.argv[2] ?? '200000', 10);
const versions = 4;
const at = asInstant('2026-11-23T08:00:00.000Z');
const salt = new TextEncoder().encode('a salt for measuring');
const keys = generateKeyPairSync('ed25519');
const name = 'bench/audit';

const uuid = (prefix: string, number: number): string =>
  `${prefix}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

const rowOf = (number: number, version: number) => ({
  id: uuid('00000001', number),
  version,
  entityId: uuid('00000002', 1),
  reference: `Q${number}`,
  currency: 'EUR',
  instructedMinor: 100_00n + BigInt(number),
  settledMinor: 0n,
  executionDate: '2026-11-24',
  remittance: 'INV-2026-1042, INV-2026-1043',
  state: 'released',
  stateSince: at,
});

function leafOf(index: number): AuditLeaf {
  const row = rowOf(Math.floor(index / versions), (index % versions) + 1);
  return makeAuditLeaf({
    id: asId(uuid('00000003', index)),
    entityId: asId(row.entityId),
    at,
    actor: { kind: 'service', id: 'worker' },
    correlationId: uuid('00000004', index),
    verb: 'releasePayment',
    objectKind: 'payment',
    objectId: row.id,
    objectVersion: row.version,
    rowDigest: rowDigest({ table: 'payment', row, salt }),
    changes: { from: 'approved', to: 'released', amountMinor: row.instructedMinor },
  });
}

async function measure<Value>(what: string, work: () => Value | Promise<Value>): Promise<Value> {
  const start = performance.now();
  const value = await work();
  const seconds = (performance.now() - start) / 1_000;
  const rate = Math.round(count / seconds).toLocaleString('en');
  process.stdout.write(`${what}: ${rate} leaves/s (${seconds.toFixed(2)} s)\n`);
  return value;
}

const leaves = await measure('made, rows digested', () =>
  Array.from({ length: count }, (_, index) => leafOf(index)),
);
const rootHash = await measure('tree', () => merkleRoot(leaves.map((leaf) => leaf.leafHash)));
const claim = { v: 1, origin: name, treeSize: count, rootHash, previous: null, at } as const;
const checkpoint = signCheckpoint({ ...claim, clusterId: 'bench' }, { name, ...keys });
const seal = {
  v: 1,
  number: 1,
  firstIndex: 0,
  treeSize: count,
  rootHash,
  sealedAt: at,
  checkpoint,
};
const input = {
  leaves,
  seals: [seal],
  checkpoints: [checkpoint],
  checkpointKey: { name, publicKey: keys.publicKey },
  digestSalt: salt,
};
const log = await measure('verified', () => verifyAudit({ ...input, tables: [] }));
const rows = Array.from({ length: Math.floor(count / versions) }, (_, number) =>
  rowOf(number, versions),
);
const tables = [verifiedTable('payment', rows)];
const whole = await measure('verified with their rows', () => verifyAudit({ ...input, tables }));
process.stdout.write(`findings: ${log.findingCount + whole.findingCount}\n`);
