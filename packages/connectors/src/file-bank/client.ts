import type {
  FolderEntry,
  FolderPort,
  InquiryOutcome,
  PaymentMessage,
  SubmissionOutcome,
} from '@quittance/connector-kit';
import { FolderError } from '@quittance/connector-kit';
import type { FileBankConfig } from './config.ts';
import { badNameFault, faultOfFolder } from './faults.ts';

/** A name with this ending is unfinished: banks do not look at it before it is renamed. */
export const unfinishedSuffix = '.part';

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** True for a plain file name that no folder and no bank reads as something else. */
export const isSafeName = (name: string): boolean =>
  nameForm.test(name) && !name.includes('..') && !name.endsWith(unfinishedSuffix);

export type Folders = FileBankConfig['folders'];

/**
 * Places a message: whole under an unfinished name, then under its own by one rename. Only the
 * rename hands it over, so whatever fails before it is asked is provably not sent. A rename that
 * stays without an answer is looked into once, and unknown when that does not show the file.
 */
export async function placeMessage(
  folder: FolderPort,
  folders: Folders,
  message: PaymentMessage,
): Promise<SubmissionOutcome> {
  const { fileName, bytes } = message;
  if (!isSafeName(fileName)) return { kind: 'notSent', fault: badNameFault };
  const target = `${folders.in}/${fileName}`;
  const draft = `${target}${unfinishedSuffix}`;
  try {
    // The name belongs to one message for ever: a file that is there already is this one.
    if ((await lookFor(folder, folders, fileName)).kind === 'found') return acknowledged;
    await folder.write(draft, bytes);
  } catch (error) {
    return { kind: 'notSent', fault: asNotSent(error) };
  }
  try {
    await folder.rename(draft, target);
    return acknowledged;
  } catch (error) {
    return afterFailedRename({ folder, folders, fileName, draft, error });
  }
}

const acknowledged: SubmissionOutcome = { kind: 'acknowledged', bankReference: null };

interface FailedRename {
  readonly folder: FolderPort;
  readonly folders: Folders;
  readonly fileName: string;
  readonly draft: string;
  readonly error: unknown;
}

async function afterFailedRename(failed: FailedRename): Promise<SubmissionOutcome> {
  const { folder, folders, fileName, draft, error } = failed;
  let isDraftGone = error instanceof FolderError && error.code === 'missing';
  try {
    if ((await lookFor(folder, folders, fileName)).kind === 'found') return acknowledged;
    isDraftGone ||= !(await folder.exists(draft));
  } catch {
    // Nothing was learnt; what the rename itself said still counts.
  }
  const answeredNo = error instanceof FolderError && !error.mayHaveActed;
  // A draft that is gone was moved by somebody, so even a clear "no" proves nothing then: servers
  // that link and unlink may fail in the second half, and the bank may have taken the file since.
  if (answeredNo && !isDraftGone) return { kind: 'notSent', fault: asNotSent(error) };
  return { kind: 'unknown', fault: asUnknown(error) };
}

/** Before the rename nothing can have happened, whatever became of the draft. */
function asNotSent(error: unknown): ReturnType<typeof faultOfFolder> {
  const found = faultOfFolder(error);
  return found.kind === 'unknownOutcome' ? { ...found, kind: 'retry' } : found;
}

const asUnknown = (error: unknown): ReturnType<typeof faultOfFolder> => ({
  ...faultOfFolder(error),
  kind: 'unknownOutcome',
});

/**
 * Looks for a payment file: in the folder where it was put, then where the bank moves what it took.
 * It never writes. Absence is one negative: the bank may have moved the file elsewhere.
 */
export async function lookFor(
  folder: FolderPort,
  folders: Folders,
  fileName: string,
): Promise<InquiryOutcome> {
  for (const directory of [folders.in, folders.archive]) {
    if (await folder.exists(`${directory}/${fileName}`)) return { kind: 'found', where: directory };
  }
  return { kind: 'absent', where: `${folders.in}, ${folders.archive}` };
}

/** What the last listing showed of a file; two equal looks mean that it does not grow. */
export type SeenSizes = ReadonlyMap<string, string>;

export const lookOf = (entry: FolderEntry): string => `${entry.sizeBytes} ${entry.modifiedAt}`;

/** Complete files, oldest first; the name decides between two of one instant. */
export function completeEntries(request: {
  readonly entries: readonly FolderEntry[];
  readonly seen: SeenSizes;
  /** Files last touched at or before this instant are complete. */
  readonly quietSince: string;
}): readonly FolderEntry[] {
  const { entries, seen, quietSince } = request;
  return entries
    .filter((entry) => isSafeName(entry.name))
    .filter((entry) => entry.modifiedAt <= quietSince || seen.get(entry.name) === lookOf(entry))
    .toSorted(
      (one, other) => compare(one.modifiedAt, other.modifiedAt) || compare(one.name, other.name),
    );
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
