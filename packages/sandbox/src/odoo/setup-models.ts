import { hasGroup, checkAccess, groupsOf } from './access.ts';
import { modelOf, parseOutboxCode, runForEach } from './automation.ts';
import { createOne, insertRow, removeRows } from './crud.ts';
import type { Behaviour, Env, Method } from './environment.ts';
import { accessError, OdooError, UniqueViolation, userError, valueError } from './errors.ts';
import { defineModel, parseFields } from './schema.ts';
import type { FieldSpec, ModelSpec } from './schema.ts';
import { idsOf, isList, isObject, must, refs, str, textOf, written } from './values.ts';
import type { Row, Wire, WireObject } from './values.ts';

/** Records a model and its columns in `ir.model` and `ir.model.fields`. */
export const describeModel = (env: Env, spec: ModelSpec, state: 'base' | 'manual'): Row => {
  const row = env.insert('ir.model', {
    name: spec.label,
    model: spec.name,
    state,
    transient: false,
  });
  for (const field of spec.fields.values()) describeField(env, row, field);
  if (spec.delegate === null) return row;
  for (const field of env.spec(spec.delegate.model).fields.values()) {
    if (!spec.fields.has(field.name)) describeField(env, row, field);
  }
  return row;
};

const describeField = (env: Env, model: Row, field: FieldSpec): Row =>
  env.insert('ir.model.fields', {
    name: field.name,
    model: str(model, 'model'),
    model_id: model.id,
    field_description: field.label,
    ttype: field.kind,
    relation: field.relation === '' ? null : field.relation,
    relation_field: field.inverse === '' ? null : field.inverse,
    state: field.base ? 'base' : 'manual',
    index: false,
    copied: true,
    store: true,
    required: field.required,
    readonly: false,
  });

/** Makes the column of a manual field usable, on the model and on those that delegate to it. */
const addColumn = (env: Env, row: Row): void => {
  const model = env.get('ir.model', must(row, 'model_id'));
  const modelName = str(model, 'model') ?? '';
  const name = str(row, 'name') ?? '';
  if (!name.startsWith('x_')) {
    throw new OdooError(
      'odoo.exceptions.ValidationError',
      "Custom fields must have a name that starts with 'x_'!",
    );
  }
  const spec = env.spec(modelName);
  if (spec.fields.has(name)) {
    throw new OdooError(
      'odoo.exceptions.ValidationError',
      'The operation cannot be completed: Field names must be unique per model.',
    );
  }
  const target = str(row, 'relation');
  const notation = `${str(row, 'ttype') ?? 'char'}${target === null ? '' : `>${target}`}:${name}`;
  const parsed = parseFields(notation)[0];
  if (parsed === undefined) throw userError('A field needs a name and a type.');
  const label = str(row, 'field_description') ?? name;
  spec.fields.set(name, { ...parsed, label, base: false });
  env.db.onRollback(() => spec.fields.delete(name));
  if (str(row, 'ttype') === 'char') env.db.table(modelName).addIndex(name);
  env.set('ir.model.fields', row, { model: modelName });
};

const createField = (env: Env, values: WireObject): Row => {
  const row = insertRow(env, 'ir.model.fields', {
    values,
    defaults: {
      state: 'manual',
      copied: true,
      store: true,
      index: false,
    },
  });
  addColumn(env, row);
  const modelName = str(row, 'model') ?? '';
  for (const table of env.db.tables.values()) {
    if (table.spec.delegate?.model !== modelName) continue;
    const heir = env.db.rowsWhere('ir.model', 'model', table.spec.name)[0];
    const field = env.spec(modelName).fields.get(str(row, 'name') ?? '');
    if (heir !== undefined && field !== undefined) describeField(env, heir, field);
  }
  return row;
};

const removeFields = (env: Env, rows: readonly Row[]): void => {
  for (const row of rows) {
    if (str(row, 'state') !== 'manual')
      throw userError('This column contains module data and cannot be removed!');
    const modelName = str(row, 'model') ?? '';
    const name = str(row, 'name') ?? '';
    const { fields } = env.spec(modelName);
    const field = fields.get(name);
    if (field !== undefined) {
      fields.delete(name);
      env.db.onRollback(() => fields.set(name, field));
      for (const record of env.db.table(modelName).rows.values())
        env.db.update(modelName, record, { [name]: null });
    }
    const copies = env.db
      .rowsWhere('ir.model.fields', 'name', name)
      .filter((item) => isHeirField(env, item, modelName));
    removeRows(env, 'ir.model.fields', [row, ...copies]);
  }
};

const isHeirField = (env: Env, row: Row, modelName: string): boolean => {
  const table = env.db.tables.get(str(row, 'model') ?? '');
  return table?.spec.delegate?.model === modelName;
};

/** `ir.model.create` of a manual model with its columns in `field_id`. */
const createModel = (env: Env, values: WireObject): Row => {
  const name = textOf(values['model']) ?? '';
  if (!name.startsWith('x_')) {
    throw new OdooError('odoo.exceptions.ValidationError', "The model name must start with 'x_'.");
  }
  if (env.db.tables.has(name)) {
    throw new OdooError(
      'odoo.exceptions.ValidationError',
      'The operation cannot be completed: Each model must have a unique name.',
    );
  }
  const spec = defineModel({ name, label: textOf(values['name']) ?? name, fields: '' });
  env.db.addTable(spec);
  const row = describeModel(env, spec, 'manual');
  for (const command of isList(values['field_id']) ? values['field_id'] : []) {
    if (!isList(command) || !isObject(command[2])) continue;
    createField(env, { ...command[2], model_id: row.id });
  }
  return row;
};

const removeModels = (env: Env, rows: readonly Row[]): void => {
  for (const row of rows) {
    const name = str(row, 'model') ?? '';
    if (str(row, 'state') !== 'manual')
      throw userError(
        `Model “${str(row, 'name') ?? ''}” contains module data and cannot be removed.`,
      );
    removeRows(env, 'ir.model.fields', env.db.rowsWhere('ir.model.fields', 'model_id', row.id));
    removeRows(env, 'ir.model.access', env.db.rowsWhere('ir.model.access', 'model_id', row.id));
    const table = env.db.table(name);
    env.db.tables.delete(name);
    env.db.onRollback(() => env.db.tables.set(name, table));
    env.db.remove('ir.model', row);
  }
};

const literalSource = String.raw`"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const sqlPattern = new RegExp(String.raw`env\.cr\.execute\(\s*(${literalSource})\s*\)\s*;?`, 'g');
const createIndex = new RegExp(
  String.raw`^\s*create\s+unique\s+index\s+(if\s+not\s+exists\s+)?(\w+)\s+on\s+(?:public\.)?(\w+)` +
    String.raw`\s*\(\s*(\w+)\s*\)(?:\s+where\s+[\s\S]+)?;?\s*$`,
  'i',
);
const dropIndex = /^\s*drop\s+index\s+(?:if\s+exists\s+)?(?:public\.)?(\w+)\s*;?\s*$/i;

/** The SQL texts of code that consists of nothing but `env.cr.execute(…)` calls, else null. */
const sqlOf = (code: string): string[] | null => {
  const rest = code
    .replace(sqlPattern, '')
    .replace(/#[^\n]*/g, '')
    .trim();
  if (rest !== '') return null;
  return [...code.matchAll(sqlPattern)].map((found) => {
    const literal = found[1] ?? '';
    const quotes = literal.startsWith('"""') || literal.startsWith("'''") ? 3 : 1;
    return literal.slice(quotes, -quotes).replace(/\\(['"])/g, '$1');
  });
};

const runSql = (env: Env, sql: string, code: string): void => {
  const dropped = dropIndex.exec(sql);
  if (dropped !== null) {
    env.db.dropUnique(dropped[1] ?? '');
    return;
  }
  const created = createIndex.exec(sql);
  if (created === null) throw valueError(`NotImplementedError('sql') while evaluating\n'${code}'`);
  const [, unlessExists, name = '', tableName = '', column = ''] = created;
  if (env.db.hasUnique(name) && unlessExists !== undefined) return;
  const table = [...env.db.tables.values()].find((item) => item.spec.table === tableName);
  if (table?.spec.fields.has(column) !== true) {
    throw valueError(
      `UndefinedColumn('column "${column}" does not exist\\n') while evaluating\n'${code}'`,
    );
  }
  try {
    env.db.addUnique(table.spec.name, name, column);
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
    const detail = error.detail
      .replace('already exists', 'is duplicated')
      .replaceAll('\n', String.raw`\n`);
    throw valueError(
      `UniqueViolation('could not create unique index "${name}"\\n${detail}') ` +
        `while evaluating\n'${code}'`,
    );
  }
};

const checkMayRun = (env: Env, action: Row): void => {
  const wanted = refs(action, 'groups_id');
  if (hasGroup(env, 'base.group_system')) return;
  if (wanted.length === 0) {
    checkAccess(env, modelOf(env, action), 'write');
    return;
  }
  const held = groupsOf(env);
  if (!wanted.some((id) => held.has(id))) {
    throw accessError("You don't have enough access rights to run this action.");
  }
};

/**
 * `ir.actions.server.run`. Server code is data here: the sandbox recognises index statements and
 * outbox loops, and refuses anything else as an error in the code.
 */
const run: Method = (env, ids) => {
  for (const id of ids) {
    const action = env.db.find('ir.actions.server', id);
    if (action === undefined) throw userError('The server action is gone.');
    checkMayRun(env, action);
    const code = (str(action, 'code') ?? '').trim();
    const sql = sqlOf(code);
    if (sql !== null) {
      for (const text of sql) runSql(env, text, code);
      continue;
    }
    if (parseOutboxCode(code) === null)
      throw valueError(`NotImplementedError('code') while evaluating\n'${code}'`);
    const model = modelOf(env, action);
    const rows = idsOf(env.context['active_ids']).map((item) => env.get(model, item));
    runForEach(
      env,
      code,
      rows.map((row) => ({ model, row })),
    );
  }
  return false;
};

const checkReference: Method = (env, _ids, call): Wire => {
  const [module, name] = call.args;
  const key = `${written(module)}.${written(name)}`;
  const data = env.db
    .rowsWhere('ir.model.data', 'name', written(name))
    .find((row) => str(row, 'module') === module);
  if (data !== undefined)
    return [
      str(data, 'model') ?? '',
      typeof data.values['res_id'] === 'number' ? data.values['res_id'] : false,
    ];
  const stale = env.world.staleExternalIds.get(key);
  if (stale !== undefined) return [stale, false];
  throw valueError(`External ID not found in the system: ${key}`);
};

const automationModelName = (env: Env, row: Row): string | null =>
  str(env.get('ir.model', must(row, 'model_id')), 'model');

export const setupBehaviours: readonly (readonly [string, Behaviour])[] = [
  ['ir.model', { create: createModel, unlink: removeModels }],
  [
    'ir.model.fields',
    {
      create: createField,
      unlink: removeFields,
      displayName: (_env, row) =>
        `${str(row, 'field_description') ?? ''} (${str(row, 'model') ?? ''})`,
    },
  ],
  [
    'ir.model.access',
    {
      create: (env, values) =>
        insertRow(env, 'ir.model.access', {
          values,
          defaults: {
            perm_read: false,
            perm_write: false,
            perm_create: false,
            perm_unlink: false,
          },
        }),
    },
  ],
  [
    'ir.model.data',
    {
      compute: {
        complete_name: (_env, row) => `${str(row, 'module') ?? ''}.${str(row, 'name') ?? ''}`,
      },
      modelMethods: { check_object_reference: checkReference },
    },
  ],
  [
    'ir.actions.server',
    {
      create: (env, values) =>
        insertRow(env, 'ir.actions.server', {
          values,
          defaults: {
            usage: 'ir_actions_server',
            type: 'ir.actions.server',
            sequence: 5,
          },
        }),
      compute: { model_name: automationModelName },
      methods: { run },
    },
  ],
  [
    'base.automation',
    {
      create: (env, values) => {
        const { action_server_ids: actions, ...rest } = values;
        const row = insertRow(env, 'base.automation', { values: rest });
        for (const command of isList(actions) ? actions : []) {
          if (!isList(command) || !isObject(command[2])) continue;
          createOne(env, 'ir.actions.server', {
            ...command[2],
            base_automation_id: row.id,
            usage: 'base_automation',
            model_id: must(row, 'model_id'),
          });
        }
        return row;
      },
      compute: { model_name: automationModelName },
      unlink: (env, rows) => {
        for (const row of rows)
          removeRows(
            env,
            'ir.actions.server',
            env.db.rowsWhere('ir.actions.server', 'base_automation_id', row.id),
          );
        removeRows(env, 'base.automation', rows);
      },
    },
  ],
];
