/**
 * The licences of what this program ships with, and why each is on the list. All of them let a
 * company run, change and pass on the program without opening its own code.
 */
export const ACCEPTED: Readonly<Record<string, string>> = {
  MIT: 'keep the notice',
  'MIT-0': 'nothing asked',
  ISC: 'keep the notice',
  '0BSD': 'nothing asked',
  'BSD-2-Clause': 'keep the notice',
  'BSD-3-Clause': 'keep the notice, do not advertise with names',
  'Apache-2.0': 'keep the notice; grants the patents too; the licence of this program',
  'MPL-2.0': 'changes to its own files stay open; nothing else does',
  PostgreSQL: 'keep the notice',
  'BlueOak-1.0.0': 'keep the notice',
  Unlicense: 'given to the public; two small signature libraries of well-known author use it',
  'CC0-1.0': 'given to the public',
  'Python-2.0': 'keep the notice',
};

/**
 * Whether an SPDX expression lets us in: one accepted side of an OR, both sides of an AND.
 * A `WITH` exception only adds permissions. Words are read in either case, since some manifests
 * write "MIT or MPL-2.0".
 */
export function isAccepted(expression: string): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  const reader = { tokens, at: 0 };
  const accepted = readEither(reader);
  return accepted && reader.at === tokens.length;
}

type Reader = { readonly tokens: readonly string[]; at: number };

function readEither(reader: Reader): boolean {
  let accepted = readBoth(reader);
  while (takeWord(reader, 'or')) accepted = readBoth(reader) || accepted;
  return accepted;
}

function readBoth(reader: Reader): boolean {
  let accepted = readOne(reader);
  while (takeWord(reader, 'and')) accepted = readOne(reader) && accepted;
  return accepted;
}

function readOne(reader: Reader): boolean {
  if (takeWord(reader, '(')) {
    const accepted = readEither(reader);
    return takeWord(reader, ')') && accepted;
  }
  const name = reader.tokens[reader.at] ?? '';
  reader.at += 1;
  if (takeWord(reader, 'with')) reader.at += 1;
  return Object.hasOwn(ACCEPTED, name);
}

function takeWord(reader: Reader, word: string): boolean {
  if (reader.tokens[reader.at]?.toLowerCase() !== word) return false;
  reader.at += 1;
  return true;
}
