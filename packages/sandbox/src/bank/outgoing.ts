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
  /** Puts right what was cut, broken or held back; called when the bank next does something. */
  readonly flush: () => void;
}

function withBrokenEnd(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes).trimEnd();
  return new TextEncoder().encode(text.replace(/<\/Document>$/u, '</Documnet>\n'));
}

function changedText(bytes: Uint8Array, change: (text: string) => string): Uint8Array {
  return new TextEncoder().encode(change(new TextDecoder().decode(bytes)));
}

/** Element that a file of each sort cannot do without. */
const NEEDED: Readonly<Record<OutgoingSort, string>> = {
  status: 'OrgnlMsgId',
  statement: 'Bal',
  notification: 'Ntry',
};

function drifted(sort: OutgoingSort, bytes: Uint8Array): Uint8Array {
  const name = NEEDED[sort];
  return changedText(bytes, (text) =>
    text.replaceAll(`<${name}>`, `<New${name}>`).replaceAll(`</${name}>`, `</New${name}>`),
  );
}

/** One more digit before the closing balance. */
function withWrongBalance(bytes: Uint8Array): Uint8Array {
  return changedText(bytes, (text) =>
    text.replace(/CLBD[\s\S]*?<Amt[^>]*>/u, (found) => `${found}1`),
  );
}

const NOTICE = new TextEncoder().encode(
  '<!doctype html><html><body><h1>Planned maintenance on Sunday</h1></body></html>\n',
);

/** What lies in a file's place first, for those faults that put it right under another name. */
function brokenFirst(faults: BankFaults, { sort, bytes }: OutgoingFile): Uint8Array | null {
  if (faults.take('truncatedFile', sort)) return bytes.slice(0, Math.floor(bytes.length / 2));
  if (faults.take('malformedFile', sort)) return withBrokenEnd(bytes);
  if (faults.take('driftedFile', sort)) return drifted(sort, bytes);
  if (sort === 'statement' && faults.take('wrongBalance', sort)) return withWrongBalance(bytes);
  return null;
}

/** The publisher over a file area. */
export function createOutgoing(files: FileArea, directory: string, faults: BankFaults): Outgoing {
  let unfinished: readonly { readonly path: string; readonly bytes: Uint8Array }[] = [];
  const pathOf = (name: string): string => `${directory}/${name}.xml`;
  function finishLater(name: string, bytes: Uint8Array): void {
    unfinished = [...unfinished, { path: pathOf(name), bytes }];
  }
  function publish(file: OutgoingFile): void {
    const { sort, name, bytes } = file;
    if (faults.take('noticePage', sort)) files.write(pathOf(`${name}.notice`), NOTICE);
    const broken = brokenFirst(faults, file);
    if (broken !== null) {
      files.write(pathOf(name), broken);
      finishLater(`${name}.again`, bytes);
    } else if (faults.take('growingFile', sort)) {
      files.write(pathOf(name), bytes.slice(0, Math.floor(bytes.length / 2)));
      finishLater(name, bytes);
    } else if (faults.take('heldBackFile', sort)) {
      finishLater(name, bytes);
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
