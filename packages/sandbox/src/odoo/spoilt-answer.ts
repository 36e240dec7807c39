import type { FaultKind } from './faults.ts';
import { parseJson, writeJson } from './json.ts';
import type { Answer } from './protocol.ts';
import { isList, isObject } from './values.ts';
import type { Wire, WireObject } from './values.ts';

/** Answers that were right when Odoo gave them and are not when they arrive. */

type SpoiltKind = Extract<
  FaultKind,
  'truncatedAnswer' | 'reorderedRows' | 'repeatedRows' | 'unknownFields' | 'missingField'
>;

const reshapes: Readonly<
  Record<Exclude<SpoiltKind, 'truncatedAnswer'>, (rows: readonly WireObject[]) => readonly Wire[]>
> = {
  reorderedRows: (rows) => rows.toReversed(),
  repeatedRows: (rows) => [...rows.slice(0, 1), ...rows],
  unknownFields: (rows) =>
    rows.map((row) => ({ ...row, x_studio_novelty: 'from a module of tomorrow', x_empty: false })),
  missingField: (rows) =>
    rows.map((row) => {
      const last = Object.keys(row).findLast((name) => name !== 'id');
      return Object.fromEntries(Object.entries(row).filter(([name]) => name !== last));
    }),
};

/** The answer with its records reshaped, wherever the protocol puts them; others stay. */
function reshaped(body: Wire, kind: Exclude<SpoiltKind, 'truncatedAnswer'>): Wire {
  if (isList(body)) return body.every(isObject) ? [...reshapes[kind](body)] : body;
  if (!isObject(body) || body['result'] === undefined) return body;
  return { ...body, result: reshaped(body['result'], kind) };
}

/** Spoils an answer: cuts it in half, or reshapes the records in it. */
export function spoiltAnswer(kind: SpoiltKind, answer: Answer): Answer {
  const { text } = answer;
  const spoilt =
    kind === 'truncatedAnswer'
      ? text.slice(0, Math.floor(text.length / 2))
      : writeJson(reshaped(parseJson(text), kind));
  return { ...answer, text: spoilt };
}
