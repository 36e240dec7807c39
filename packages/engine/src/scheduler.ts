/** Waiting, as a port: the real one lives with the server's adapters, the virtual one with tests. */
export interface Scheduler {
  /** Resolves after `delayMs`, or as soon as the signal is aborted; never rejects. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
