/** The attacks of the tamper lab, each with as much freedom as its dice give it. */
import {
  type Column,
  damageFile,
  type Dice,
  filesOf,
  flipBit,
  forgedLeaf,
  type Lab,
  otherValue,
  pickOf,
  placeOf,
  rebuildSeals,
  writeLeaf,
} from './audit-tampering.ts';
import { present } from '@quittance/domain';

/** Does it, and tells what it did. */
export type Attack = (lab: Lab, dice: Dice) => Promise<string>;

/**
 * `previous_number` says nothing that `number` does not say. The position of a leaf says nothing
 * but its order, so that an edit which keeps the order changes nothing; swaps do change it. The
 * final state is computed from the state, for an index.
 */
const unread = ['previous_number', 'xid', 'seq', 'final_state'];

async function edit(lab: Lab, dice: Dice, column: Column): Promise<string> {
  const { table, column: name } = column;
  const place = await placeOf(lab.client, dice, table);
  const value = otherValue(column);
  await lab.client.query(`update "${table}" set "${name}" = ${value} where ctid = $1`, [place]);
  return `${table}.${name} of the row at ${place}`;
}

const columnsOf = (lab: Lab, tables: readonly string[]): readonly Column[] =>
  lab.columns.filter(({ table, column }) => tables.includes(table) && !unread.includes(column));

const named = (lab: Lab, table: string, columns: readonly string[]): readonly Column[] =>
  lab.columns.filter((column) => column.table === table && columns.includes(column.column));

async function remove(lab: Lab, dice: Dice, table: string): Promise<string> {
  const place = await placeOf(lab.client, dice, table);
  await lab.client.query(`delete from "${table}" where ctid = $1`, [place]);
  return `${table}, the row at ${place}`;
}

/** A copy of a row; under an id of its own, or under the same. */
async function copy(
  lab: Lab,
  dice: Dice,
  of: { readonly table: string; readonly sameId: boolean },
): Promise<string> {
  const { table, sameId } = of;
  const place = await placeOf(lab.client, dice, table);
  await lab.client.query(
    `create temporary table forged as select * from "${table}" where ctid = '${place}'`,
  );
  if (!sameId) await lab.client.query('update forged set id = gen_random_uuid()');
  await lab.client.query(`insert into "${table}" select * from forged`);
  await lab.client.query('drop table forged');
  return `${table}, the row at ${place}`;
}

/** Exchanges the positions of two leaves. */
async function swap(lab: Lab, dice: Dice): Promise<string> {
  const left = dice.roll(lab.leaves.length);
  const right = (left + 1 + dice.roll(lab.leaves.length - 1)) % lab.leaves.length;
  const [one, two] = [lab.leaves[left], lab.leaves[right]].map((leaf) => present(leaf, 'leaf'));
  for (const [to, from] of [
    [one, two],
    [two, one],
  ]) {
    await lab.client.query('update audit_leaf set xid = $2::text::xid8, seq = $3 where id = $1', [
      to?.record.id,
      from?.position.transactionId.toString(),
      from?.position.sequence.toString(),
    ]);
  }
  return `leaves ${left} and ${right}`;
}

async function cutOff(lab: Lab, dice: Dice): Promise<number> {
  const kept = dice.roll(lab.leaves.length);
  const gone = lab.leaves.slice(kept).map(({ record }) => record.id);
  await lab.client.query('delete from audit_leaf where id = any ($1::uuid[])', [gone]);
  return kept;
}

async function cutOffWithSeals(lab: Lab, dice: Dice): Promise<string> {
  const { rows } = await lab.client.query<{ number: string; leaf_count: string }>(
    'select number, leaf_count from audit_checkpoint order by number',
  );
  const last = pickOf(dice, rows.slice(0, -1));
  for (const table of ['audit_batch', 'audit_checkpoint']) {
    await lab.client.query(`delete from ${table} where number > $1`, [last.number]);
  }
  const gone = lab.leaves.slice(Number(last.leaf_count)).map(({ record }) => record.id);
  await lab.client.query('delete from audit_leaf where id = any ($1::uuid[])', [gone]);
  return `everything behind batch ${last.number}`;
}

/** Forges one leaf and everything above it, as far as that goes without the key. */
async function rebuild(lab: Lab, dice: Dice): Promise<string> {
  const at = dice.roll(lab.leaves.length);
  const leaves = lab.leaves.map(({ record }, index) =>
    index === at ? forgedLeaf(record) : record,
  );
  await writeLeaf(lab.client, present(leaves[at], 'the forged leaf'));
  await rebuildSeals(lab, leaves);
  return `leaf ${at}`;
}

async function rebuildWithout(lab: Lab, dice: Dice): Promise<string> {
  const at = dice.roll(lab.leaves.length);
  const gone = present(lab.leaves[at], 'leaf').record;
  await lab.client.query('delete from audit_leaf where id = $1', [gone.id]);
  const left = lab.leaves.map(({ record }) => record).filter((record) => record !== gone);
  await rebuildSeals(lab, left);
  return `leaf ${at}`;
}

export const attacks: Readonly<Record<string, Attack>> = {
  'edits a leaf': (lab, dice) => edit(lab, dice, pickOf(dice, columnsOf(lab, ['audit_leaf']))),
  'edits who, when or under which correlation': (lab, dice) => {
    const columns = ['actor_kind', 'actor_id', 'at', 'correlation_id'];
    return edit(lab, dice, pickOf(dice, named(lab, 'audit_leaf', columns)));
  },
  'forges a leaf and its hash': async (lab, dice) => {
    const leaf = pickOf(dice, lab.leaves).record;
    await writeLeaf(lab.client, forgedLeaf(leaf));
    return leaf.id;
  },
  'deletes a leaf': (lab, dice) => remove(lab, dice, 'audit_leaf'),
  'inserts a leaf': (lab, dice) => copy(lab, dice, { table: 'audit_leaf', sameId: false }),
  'repeats a leaf': (lab, dice) => copy(lab, dice, { table: 'audit_leaf', sameId: true }),
  'swaps two leaves': swap,
  'cuts leaves off': async (lab, dice) => `all but ${await cutOff(lab, dice)}`,
  'cuts leaves off with their seals': cutOffWithSeals,
  'rebuilds the tree over a forged leaf': rebuild,
  'rebuilds the tree over a missing leaf': rebuildWithout,
  'rebuilds the tree and drops the checkpoints': async (lab, dice) => {
    const done = await rebuild(lab, dice);
    await lab.client.query('delete from audit_checkpoint');
    return done;
  },
  'edits a batch': (lab, dice) => edit(lab, dice, pickOf(dice, columnsOf(lab, ['audit_batch']))),
  'deletes a batch': (lab, dice) => remove(lab, dice, 'audit_batch'),
  'edits a checkpoint': (lab, dice) =>
    edit(lab, dice, pickOf(dice, columnsOf(lab, ['audit_checkpoint']))),
  'deletes a checkpoint': (lab, dice) => remove(lab, dice, 'audit_checkpoint'),
  'replaces the checkpoints by forged ones': async (lab) => {
    const records = lab.leaves.map(({ record }) => record);
    await rebuildSeals(lab, records);
    return 'all of them';
  },
  'puts one checkpoint in the place of another': async (lab) => {
    await lab.client.query(
      `update audit_checkpoint as to_row set note = from_row.note,
         root_hash = from_row.root_hash, leaf_count = from_row.leaf_count,
         signed_at = from_row.signed_at
       from audit_checkpoint as from_row where from_row.number = to_row.number - 1`,
    );
    return 'each moved up by one';
  },
  'edits a row': (lab, dice) => {
    const tables = lab.tables.filter((table) => table !== 'evidence');
    return edit(lab, dice, pickOf(dice, columnsOf(lab, [pickOf(dice, tables)])));
  },
  'deletes a row': (lab, dice) => remove(lab, dice, pickOf(dice, lab.tables)),
  'inserts a row': (lab, dice) => {
    const tables = lab.tables.filter((table) => table !== 'evidence');
    return copy(lab, dice, { table: pickOf(dice, tables), sameId: false });
  },
  'repeats a row': (lab, dice) => {
    const tables = lab.tables.filter((table) => table !== 'evidence');
    return copy(lab, dice, { table: pickOf(dice, tables), sameId: true });
  },
  'pays more than was approved': (lab, dice) =>
    edit(lab, dice, pickOf(dice, named(lab, 'payment', ['instructed_minor', 'settled_minor']))),
  'pays somebody else': (lab, dice) =>
    edit(lab, dice, pickOf(dice, named(lab, 'party_bank_details', ['account_number', 'party_id']))),
  'swaps the states of payments': async (lab) => {
    await lab.client.query(
      `update payment set state = case state when 'approved' then 'rejected' else 'approved' end`,
    );
    return 'all of them';
  },
  'inserts an approval': (lab, dice) =>
    copy(lab, dice, { table: 'approval_decision', sameId: false }),
  'turns a decision': (lab, dice) =>
    edit(lab, dice, pickOf(dice, named(lab, 'approval_decision', ['decision', 'person_id']))),
  'frees or takes a claim': (lab, dice) =>
    edit(lab, dice, pickOf(dice, named(lab, 'payment_item', ['live', 'amount_minor']))),
  'closes or reopens a case': (lab, dice) =>
    edit(
      lab,
      dice,
      pickOf(dice, named(lab, 'exception_case', ['state', 'resolution', 'owner_id'])),
    ),
  'changes what the bank said': (lab, dice) =>
    edit(
      lab,
      dice,
      pickOf(dice, named(lab, 'bank_fact', ['code', 'amount_minor', 'evidence_hash'])),
    ),
  'damages evidence': (lab, dice) => {
    const path = pickOf(dice, filesOf(lab.installation.evidenceFolder));
    return Promise.resolve(`${damageFile(dice, path)} ${path}`);
  },
  'alters evidence within its size': (lab, dice) => {
    const path = pickOf(dice, filesOf(lab.installation.evidenceFolder));
    flipBit(dice, path);
    return Promise.resolve(path);
  },
  'edits a row of evidence': (lab, dice) =>
    edit(lab, dice, pickOf(dice, named(lab, 'evidence', ['hash', 'size_bytes']))),
  'damages an anchor': (lab, dice) => {
    const path = pickOf(dice, filesOf(lab.installation.anchorFolder));
    return Promise.resolve(`${damageFile(dice, path)} ${path}`);
  },
};
