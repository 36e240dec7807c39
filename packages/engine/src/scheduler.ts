/** Waiting, as a port: the real one is an adapter of the server, the virtual one of tests. */
export interface Scheduler {
  /** Resolves after `delayMs`, or as soon as the signal is aborted; never rejects. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
