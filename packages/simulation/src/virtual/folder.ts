import { FolderError, type FolderPort } from '@quittance/connector-kit';
import { asInstant } from '@quittance/domain';
import { type BankSimulator, FileAreaError } from '@quittance/sandbox';
import type { Swarm } from '../faults/swarm.ts';
import { handedOverStep, type VirtualProcess } from './process.ts';
import type { Owner, VirtualScheduler } from './scheduler.ts';

/** What the world sees of the wire to a bank: every hand-over of a file, in order. */
export type HandOver = (bank: BankSimulator, path: string, bytes: Uint8Array) => void;

export interface FolderInput {
  readonly bank: BankSimulator;
  readonly process: VirtualProcess;
  readonly swarm: Swarm;
  readonly scheduler: VirtualScheduler;
  /** Carries out what was given up and arrives late; it belongs to no process. */
  readonly wire: Owner;
  readonly onHandOver: HandOver;
}

/** A hand-over that was given up is done after at most this long: six hours. */
const lateMsMax = 6 * 3_600_000;

/** The file area of a bank over a wire that loses questions and answers. */
export function openFolder(input: FolderInput): FolderPort {
  return new WiredFolder(input);
}

class WiredFolder implements FolderPort {
  readonly #input: FolderInput;

  constructor(input: FolderInput) {
    this.#input = input;
  }

  async list(directory: string) {
    await this.#reach('list');
    return this.#answered(() =>
      this.#input.bank.files
        .list(directory)
        .filter((entry) => !entry.isDirectory)
        .map(({ name, sizeBytes, modified }) => ({
          name,
          sizeBytes,
          modifiedAt: asInstant(modified),
        })),
    );
  }

  async read(path: string, sizeBytesMax: number) {
    await this.#reach('read');
    const bytes = this.#answered(() => this.#input.bank.files.read(path));
    if (bytes.length > sizeBytesMax) throw new FolderError('too_large', 'too large', false);
    return bytes;
  }

  async write(path: string, bytes: Uint8Array) {
    await this.#reach('write');
    if (this.#input.swarm.strikes('bank.writeLost')) {
      const { random } = this.#input.swarm;
      const whole = random.chance(500);
      this.#input.bank.files.write(path, whole ? bytes : bytes.slice(0, bytes.length / 2));
      throw new FolderError('lost', 'the connection broke', true);
    }
    this.#answered(() => this.#input.bank.files.write(path, bytes));
  }

  async rename(from: string, to: string) {
    await this.#reach('rename');
    const { swarm, scheduler, wire } = this.#input;
    const lost = new FolderError('lost', 'the connection broke', true);
    if (swarm.strikes('bank.renameLostBefore')) throw lost;
    if (swarm.strikes('bank.renameLate')) {
      const atMs = scheduler.nowMs() + swarm.random.integer(1_000, lateMsMax);
      scheduler.at(wire, atMs, () => this.#renameIfThere(from, to));
      throw lost;
    }
    this.#answered(() => this.#rename(from, to));
    if (swarm.strikes('bank.renameLostAfter')) throw lost;
    await this.#input.process.park(handedOverStep);
  }

  async remove(path: string) {
    await this.#reach('remove');
    this.#answered(() => this.#input.bank.files.remove(path));
    if (this.#input.swarm.strikes('bank.removeLost')) {
      throw new FolderError('lost', 'the connection broke', true);
    }
  }

  async exists(path: string) {
    await this.#reach('exists');
    return this.#input.bank.files.stat(path) !== null;
  }

  close() {
    return Promise.resolve();
  }

  #renameIfThere(from: string, to: string): void {
    const { files } = this.#input.bank;
    if (files.stat(from) !== null && files.stat(to) === null) this.#rename(from, to);
  }

  #rename(from: string, to: string): void {
    const { bank, onHandOver } = this.#input;
    const bytes = bank.files.read(from);
    bank.files.rename(from, to);
    onHandOver(bank, to, bytes);
  }

  /** The way there: the process may die on it, the bank be away, the connection break. */
  async #reach(what: string): Promise<void> {
    const { process, bank, swarm } = this.#input;
    await process.park(`bank.${what}`);
    if (bank.faults.isActive('down')) {
      bank.faults.take('down');
      swarm.note('bank.down');
      throw new FolderError('down', 'the bank cannot be reached', false);
    }
    const isRead = what === 'list' || what === 'read' || what === 'exists';
    if (isRead && swarm.strikes('bank.readLost')) {
      throw new FolderError('lost', 'the connection broke', false);
    }
  }

  #answered<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof FileAreaError)) throw error;
      const code = error.reason === 'refused' ? 'denied' : error.reason;
      throw new FolderError(code, error.message, false);
    }
  }
}
