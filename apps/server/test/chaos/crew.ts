/** The processes of the hub: each is brought back whenever it was killed. */
import { setTimeout as wait } from 'node:timers/promises';
import { type RunProcess, type RunRole, startRunProcess } from '../support/run-process.ts';

export interface Member {
  readonly name: string;
  readonly role: RunRole;
  /** What this process has in its environment besides what all have. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Crew {
  /** Members that run and do not stand still. */
  awake(): readonly Member[];
  kill(member: Member): Promise<void>;
  /** Starts it anew, as often as it takes: the database may be away. */
  revive(member: Member): Promise<void>;
  pause(member: Member): void;
  resume(member: Member): void;
  /** Members that ended although nobody had killed them. */
  deaths(): readonly string[];
  /** The last that each said of trouble. */
  trouble(): string;
  /** Ends every process at once; nothing is started after that. */
  end(): Promise<void>;
}

export interface CrewInput {
  readonly members: readonly Member[];
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Place {
  running: RunProcess | null;
  isPaused: boolean;
}

const startTriesMax = 120;
const startMsMax = 180_000;
const saidCharactersMax = 2_000;

export function createCrew(input: CrewInput): Crew {
  const places = new Map<string, Place>();
  for (const { name } of input.members) places.set(name, { running: null, isPaused: false });
  const deaths: string[] = [];
  const over = new AbortController();
  const underWay = new Set<Promise<RunProcess | null>>();
  const placeOf = ({ name }: Member): Place => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`${name} is none of the crew`);
    return place;
  };
  /** Forgets a process that ended by itself. */
  const look = (member: Member): Place => {
    const place = placeOf(member);
    if (place.running !== null && !place.running.isRunning()) {
      deaths.push(`${member.name} ended by itself: ${place.running.said().slice(-500)}`);
      place.running = null;
    }
    return place;
  };
  const resume = (member: Member): void => {
    const place = placeOf(member);
    place.isPaused = false;
    place.running?.resume();
  };
  return {
    awake: () =>
      input.members.filter((member) => {
        const { running, isPaused } = look(member);
        return running !== null && !isPaused;
      }),
    async kill(member) {
      const place = look(member);
      const { running } = place;
      place.running = null;
      place.isPaused = false;
      await running?.kill();
    },
    async revive(member) {
      for (let tries = 0; tries < startTriesMax && !over.signal.aborted; tries += 1) {
        if (look(member).running !== null) return;
        const starting = tryToStart(member, input, over.signal);
        underWay.add(starting);
        const started = await starting.finally(() => underWay.delete(starting));
        if (started !== null) placeOf(member).running = started;
        if (started !== null) return;
        await wait(500);
      }
      if (!over.signal.aborted) throw new Error(`${member.name} does not start`);
    },
    pause(member) {
      const place = placeOf(member);
      place.isPaused = true;
      place.running?.pause();
    },
    resume,
    deaths: () => {
      for (const member of input.members) look(member);
      return deaths;
    },
    trouble: () =>
      input.members
        .map(
          (member) =>
            `${member.name}: ${placeOf(member).running?.said().slice(-saidCharactersMax)}`,
        )
        .join('\n'),
    async end() {
      over.abort();
      await Promise.all(underWay);
      await Promise.all(
        [...places.values()].map(async ({ running }) => {
          await running?.kill();
        }),
      );
    },
  };
}

/** Null when the process ended before it was at work, as it does without its database. */
async function tryToStart(
  member: Member,
  input: CrewInput,
  over: AbortSignal,
): Promise<RunProcess | null> {
  const environment = { ...input.environment, ...member.environment };
  try {
    return await startRunProcess({
      role: member.role,
      configFile: input.configFile,
      environment,
      signal: AbortSignal.any([over, AbortSignal.timeout(startMsMax)]),
    });
  } catch {
    return null;
  }
}
