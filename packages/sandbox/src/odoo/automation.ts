import { createOne } from './crud.ts';
import { matches, parseDomain } from './domain.ts';
import type { Env } from './environment.ts';
import { valueError } from './errors.ts';
import { evaluatePython, parsePythonDomain } from './python.ts';
import { locate, wireOf } from './records.ts';
import { flag, isObject, must, refs, str } from './values.ts';
import type { Row, Wire } from './values.ts';

/**
 * Runs the automation rules of everything the transaction created or changed, before it commits,
 * so that what they write commits or rolls back with it.
 */
export const runAutomations = (env: Env): void => {
  const done = new Set<string>();
  for (;;) {
    const pending = [...env.db.touched].filter(([key]) => !done.has(key));
    if (pending.length === 0) return;
    for (const [key, touched] of pending) {
      done.add(key);
      const [model = '', id = ''] = key.split(',');
      const row = env.db.find(model, parseInt(id, 10));
      if (row === undefined) continue;
      for (const rule of rulesFor(env, model)) {
        if (touched.created || watches(env, rule, touched.fields)) fire(env, rule, { model, row });
      }
    }
  }
};

const rulesFor = (env: Env, model: string): Row[] => {
  if (env.db.table('base.automation').rows.size === 0) return [];
  const definition = env.db.rowsWhere('ir.model', 'model', model)[0];
  if (definition === undefined) return [];
  return env.db
    .rowsWhere('base.automation', 'model_id', definition.id)
    .filter((rule) => flag(rule, 'active') && (str(rule, 'trigger') ?? '').startsWith('on_'));
};

const watches = (env: Env, rule: Row, changed: ReadonlySet<string>): boolean => {
  const fields = refs(rule, 'trigger_field_ids');
  if (fields.length === 0) return true;
  return fields.some((id) => {
    const field = env.db.find('ir.model.fields', id);
    return field !== undefined && changed.has(str(field, 'name') ?? '');
  });
};

interface Subject {
  readonly model: string;
  readonly row: Row;
}

const fire = (env: Env, rule: Row, subject: Subject): void => {
  const root = env.sudo();
  const domain = parseDomain(root, subject.model, parsePythonDomain(str(rule, 'filter_domain')));
  if (!matches(root, { model: subject.model, row: subject.row }, domain)) return;
  for (const action of root.db.rowsWhere('ir.actions.server', 'base_automation_id', rule.id)) {
    if (str(action, 'state') !== 'code') continue;
    runForEach(root, str(action, 'code') ?? '', [subject]);
  }
};

const createSource = String.raw`env\[\s*['"]([\w.]+)['"]\s*\](?:\.sudo\(\))?\.create\(`;
const loopPattern = new RegExp(
  String.raw`^\s*for\s+(\w+)\s+in\s+records\s*:\s*${createSource}\s*(\{[\s\S]*\})\s*\)\s*;?\s*$`,
);
const batchPattern = new RegExp(
  String.raw`^\s*${createSource}\s*\[\s*(\{[\s\S]*\})\s+for\s+(\w+)\s+in\s+records` +
    String.raw`\s*\]\s*\)\s*;?\s*$`,
);

interface OutboxCode {
  readonly variable: string;
  readonly model: string;
  readonly values: string;
}

/** The one kind of automation code the sandbox runs: create a record for each of `records`. */
export const parseOutboxCode = (code: string): OutboxCode | null => {
  const loop = loopPattern.exec(code);
  if (loop !== null)
    return { variable: loop[1] ?? '', model: loop[2] ?? '', values: loop[3] ?? '' };
  const batch = batchPattern.exec(code);
  if (batch === null) return null;
  return { variable: batch[3] ?? '', model: batch[1] ?? '', values: batch[2] ?? '' };
};

export const runForEach = (env: Env, code: string, subjects: readonly Subject[]): void => {
  const parsed = parseOutboxCode(code);
  if (parsed === null) throw valueError(`NotImplementedError('code') while evaluating\n'${code}'`);
  for (const subject of subjects) {
    const values = evaluatePython(parsed.values, (path) => {
      if (path[0] === 'env' && path[1] === 'uid') return env.uid;
      if (path[0] !== parsed.variable && path[0] !== 'record') {
        throw valueError(
          `NameError("name '${path[0] ?? ''}' is not defined") while evaluating\n'${code}'`,
        );
      }
      return attribute(env, subject, path.slice(1));
    });
    createOne(env, parsed.model, isObject(values) ? values : {});
  }
};

/** `rec.state`, `rec.company_id.id`, `rec._name`: attributes of a record, relations followed. */
const attribute = (env: Env, subject: Subject, path: readonly string[]): Wire => {
  const [head = '', ...rest] = path;
  if (head === '_name') return subject.model;
  if (head === 'id') return subject.row.id;
  const at = locate(env, { model: subject.model, row: subject.row }, head);
  const value = wireOf(
    env,
    { model: subject.model, row: subject.row },
    { name: head, plain: true },
  );
  if (rest.length === 0 || typeof value !== 'number') return value;
  const target = env.db.find(at.spec.relation, value);
  return target === undefined
    ? false
    : attribute(env, { model: at.spec.relation, row: target }, rest);
};

export const modelOf = (env: Env, action: Row): string =>
  str(env.get('ir.model', must(action, 'model_id')), 'model') ?? '';
