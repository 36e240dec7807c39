/** Lets at most a number of holders through at a time; the others wait in order of arrival. */
export interface Gate {
  /** Resolves with the function that gives the place back; calling it again does nothing. */
  enter(): Promise<() => void>;
}

/** Errors: `RangeError` for a width below one. */
export function createGate(width: number): Gate {
  if (!Number.isInteger(width) || width < 1) throw new RangeError('a gate lets at least one pass');
  const waiting: (() => void)[] = [];
  let free = width;
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const leaveOnce = (): (() => void) => {
    let left = false;
    return () => {
      if (!left) leave();
      left = true;
    };
  };
  return {
    enter: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leaveOnce();
    },
  };
}
