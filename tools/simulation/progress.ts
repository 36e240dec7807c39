/** A line now and then that says how far a long run has come. */
export interface Progress {
  /** Counts one more as done. */
  step(): void;
}

/** Between two lines at least so long, so that a log of a long run stays short. */
const pauseMs = 10_000;

export function createProgress(total: number, say: (line: string) => void): Progress {
  const startMs = performance.now();
  let toldMs = startMs;
  let done = 0;
  return {
    step() {
      done += 1;
      const nowMs = performance.now();
      if (nowMs - toldMs < pauseMs || done === total) return;
      toldMs = nowMs;
      const perSecond = (done * 1_000) / (nowMs - startMs);
      const minutesLeft = Math.ceil((total - done) / perSecond / 60);
      say(
        `${done} of ${total} seeds, ${perSecond.toFixed(1)} a second, ` +
          `about ${minutesLeft} min left`,
      );
    },
  };
}
