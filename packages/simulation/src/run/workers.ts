import { type Hub, openHub, type World } from '../hub/open-hub.ts';
import { startProcess, type VirtualProcess } from '../virtual/process.ts';

/** The workers of the installation: two of them, each replaced a while after it died. */
export interface Workers {
  /** Whoever stands still goes on now. */
  thaw(): void;
  stop(): void;
  /** What each worker was about to do when it died. */
  deaths(): readonly string[];
}

const workerCount = 2;

/** A dead worker is started again after at most so long. */
const restartMsMax = 120_000;

export function createWorkers(world: World, work: (hub: Hub) => Promise<void>): Workers {
  const { scheduler, swarm, wire } = world;
  const running = new Map<number, VirtualProcess>();
  const deaths: string[] = [];
  let stopped = false;
  const start = (number: number): void => {
    if (stopped) return;
    const process = startProcess({
      name: `worker ${number}`,
      scheduler,
      swarm,
      onDeath: (what) => {
        deaths.push(what);
        void hub.queue.stop();
        const atMs = scheduler.nowMs() + swarm.random.integer(1_000, restartMsMax);
        scheduler.at(wire, atMs, () => start(number));
      },
    });
    running.set(number, process);
    const hub = openHub(world, process);
    // One that dies while it starts takes no task any more, and says so.
    work(hub).catch((error: unknown) => {
      if (process.alive) world.onError(error);
    });
  };
  for (let number = 1; number <= workerCount; number += 1) start(number);
  return {
    thaw() {
      for (const process of running.values()) process.frozenUntilMs = 0;
    },
    stop() {
      stopped = true;
      for (const process of running.values()) process.kill();
    },
    deaths: () => deaths,
  };
}
