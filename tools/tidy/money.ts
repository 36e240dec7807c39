import { MONEY_ROOMS } from '../rooms.mjs';
import { placeOf } from './place.ts';
import type { Finding } from './source.ts';
import {
  identifierName,
  isNode,
  memberPath,
  type Node,
  type Parsed,
  type Visited,
} from './syntax.ts';

const INSTEAD =
  'money is a bigint of minor units, read with the domain’s decimal reader; where the number ' +
  'is a count or a size, say so on this line or the one above: // not money: <what it is>';

/** Constants and tests of `Number` make no float out of a text. */
const HARMLESS_MEMBERS = new Set([
  'isInteger',
  'isSafeInteger',
  'isFinite',
  'isNaN',
  'MAX_SAFE_INTEGER',
  'MIN_SAFE_INTEGER',
  'EPSILON',
  'POSITIVE_INFINITY',
  'NEGATIVE_INFINITY',
]);

/** Finds the ways by which an amount becomes a float in the rooms where amounts pass. */
export function checkMoney(parsed: Parsed): readonly Finding[] {
  const place = placeOf(parsed.file.path);
  if (place.isTest || !MONEY_ROOMS.includes(place.room)) return [];
  const excused = excusedLines(parsed);
  return parsed.nodes.flatMap((visited) => {
    const name = floatMaker(visited);
    if (name === undefined || excused.has(parsed.lineOf(visited.node.start))) return [];
    return [parsed.finding(visited.node, 'money', `${name} makes a float; ${INSTEAD}`)];
  });
}

/** A comment `not money: …` excuses its own line and the next. */
function excusedLines(parsed: Parsed): ReadonlySet<number> {
  const reasons = parsed.comments.filter(({ value }) => /\bnot money: \S/.test(value));
  return new Set(
    reasons.flatMap(({ end }) => [parsed.lineOf(end - 1), parsed.lineOf(end - 1) + 1]),
  );
}

function floatMaker({ node, parents }: Visited): string | undefined {
  if (node.type === 'UnaryExpression') return unaryPlus(node);
  if (node.type === 'MemberExpression') {
    const property = memberPath(node)?.[1] ?? '';
    return ['toFixed', 'toPrecision', 'toExponential'].includes(property) ? property : undefined;
  }
  const name = identifierName(node);
  const parent = parents[0];
  if (name === '' || parent === undefined || parent.type.startsWith('TS')) return undefined;
  if (parent.type === 'MemberExpression' && parent['object'] !== node) return undefined;
  if (parent.type === 'Property' && parent['key'] === node) return undefined;
  if (name === 'parseFloat' || name === 'parseInt') return name;
  return name === 'Number' ? numberUse(parent) : undefined;
}

function unaryPlus(node: Node): string | undefined {
  if (node['operator'] !== '+') return undefined;
  const argument = node['argument'];
  return isNode(argument) && argument.type === 'Literal' ? undefined : 'unary plus';
}

function numberUse(parent: Node): string | undefined {
  const property = memberPath(parent)?.[1];
  if (property === undefined) return 'Number';
  return HARMLESS_MEMBERS.has(property) ? undefined : `Number.${property}`;
}
