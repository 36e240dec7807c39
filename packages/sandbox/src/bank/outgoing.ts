import type { BankFaults, OutgoingSort } from './behaviour.ts';
import type { FileArea } from './file-area.ts';

/** Puts the bank's own files into the customer's `out` directory, misbehaving where asked to. */
export interface OutgoingFile {
  readonly sort: OutgoingSort;
  /** Without the ending `.xml`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Outgoing {
  readonly publish: (file: OutgoingFile) => void;
  /** Completes truncated, growing and malformed files; called when the bank next does something. */
  readonly flush: () => void;
}

function withBrokenEnd(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes).trimEnd();
  return new TextEncoder().encode(text.replace(/<\/Document>$/u, '</Documnet>\n'));
}

/** The publisher over a file area. */
export function createOutgoing(files: FileArea, directory: string, faults: BankFaults): Outgoing {
  let unfinished: readonly { readonly path: string; readonly bytes: Uint8Array }[] = [];
  const pathOf = (name: string): string => `${directory}/${name}.xml`;
  function finishLater(name: string, bytes: Uint8Array): void {
    unfinished = [...unfinished, { path: pathOf(name), bytes }];
  }
  function publish({ sort, name, bytes }: OutgoingFile): void {
    const half = bytes.slice(0, Math.floor(bytes.length / 2));
    if (faults.take('truncatedFile', sort)) {
      files.write(pathOf(name), half);
      finishLater(`${name}.again`, bytes);
    } else if (faults.take('growingFile', sort)) {
      files.write(pathOf(name), half);
      finishLater(name, bytes);
    } else if (faults.take('malformedFile', sort)) {
      files.write(pathOf(name), withBrokenEnd(bytes));
      finishLater(`${name}.again`, bytes);
    } else {
      files.write(pathOf(name), bytes);
      if (faults.take('sameFileTwice', sort)) files.write(pathOf(`${name}.copy`), bytes);
    }
  }
  function flush(): void {
    for (const { path, bytes } of unfinished) files.write(path, bytes);
    unfinished = [];
  }
  return { publish, flush };
}
