/**
 * A planted defect: a patch to product code, made while the module is loaded, so that the code
 * itself holds no switch. The simulation must find every one of them.
 */
export interface Mutant {
  readonly name: string;
  readonly group: MutantGroup;
  /** The defect in words: what the patched code does. */
  readonly does: string;
  readonly edits: readonly Edit[];
}

export const mutantGroups = [
  'sending',
  'state',
  'money',
  'control',
  'posting',
  'data plane',
] as const;
export type MutantGroup = (typeof mutantGroups)[number];

/** A text that stands exactly once in a file, and what stands there instead. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A defect within the file of its group. */
export type Defect = Omit<Mutant, 'group'>;

export const edit = (file: string, find: string, replace: string): Edit => ({
  file,
  find,
  replace,
});
