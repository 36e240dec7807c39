/** A file as the checks see it: its path from the root of the repository, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** One breach of a rule of the house; the message names what to do instead. */
export type Finding = {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
};

/** Where a file stands: in a room (its production code or its tests), a tool, or elsewhere. */
export type Place = {
  /** The room's name, `tools`, or '' for a file at the root. */
  readonly room: string;
  readonly isTest: boolean;
};

export function isCode(path: string): boolean {
  return /\.(ts|mts|mjs|js)$/.test(path) && !path.endsWith('.d.mts');
}

/** One line a person can click on. */
export function describeFinding(finding: Finding): string {
  return `${finding.path}:${finding.line}: ${finding.message} (${finding.rule})`;
}
