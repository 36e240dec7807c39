/** Clients of the raw database and of the hub alike. */
export const clients = 16;

/** Units per second of a work that each client repeats until the time is over or it answers 0. */
export async function rate(seconds: number, work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  let units = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - start < seconds * 1_000) {
      // In two steps: `units += await …` would read `units` before it waits.
      const done = await work();
      if (done === 0) return;
      units += done;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (units * 1_000) / (performance.now() - start);
}
