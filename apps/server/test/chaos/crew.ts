/** The processes of the hub: each is brought back whenever it was killed. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type RunProcess, type RunRole, startRunProcess } from '../support/run-process.ts';
import { within } from '../support/within.ts';

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
  /**
   * Starts it anew, as often as it takes within some minutes: the database may be away. Errors:
   * what it said at its last try.
   */
  revive(member: Member): Promise<void>;
  /** False when it does not run now. */
  pause(member: Member): boolean;
  /** Whether it had stood still all the time since it was paused. */
  resume(member: Member): boolean;
  /** Members that ended although nobody had killed them. */
  deaths(): readonly string[];
  /** What each does now, and the last that it said. */
  story(): readonly string[];
  /** Ends every process at once; nothing is started after that. */
  end(): Promise<void>;
}

export interface CrewInput {
  readonly members: readonly Member[];
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly tell: (line: string) => void;
}

interface Place {
  running: RunProcess | null;
  /** The start that is under way. */
  rising: Promise<void> | null;
  isPaused: boolean;
  /** What the last process here said, and why the last start failed. */
  lastWords: string;
  starts: number;
}

const reviveMsMax = 300_000;
const startMsMax = 180_000;
const endMsMax = 60_000;
const pauseMs = 500;
const saidLinesMax = 6;

export function createCrew(input: CrewInput): Crew {
  const places = new Map<string, Place>();
  for (const { name } of input.members) {
    places.set(name, { running: null, rising: null, isPaused: false, lastWords: '', starts: 0 });
  }
  const deaths: string[] = [];
  const over = new AbortController();
  const placeOf = ({ name }: Member): Place => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`${name} is none of the crew`);
    return place;
  };
  const revive = async (member: Member): Promise<void> => {
    const place = placeOf(member);
    if (place.running !== null || over.signal.aborted) return;
    place.rising ??= rise(member).finally(() => {
      place.rising = null;
    });
    await place.rising;
  };
  const rise = async (member: Member): Promise<void> => {
    const place = placeOf(member);
    const untilMs = performance.now() + reviveMsMax;
    while (!over.signal.aborted) {
      place.starts += 1;
      const started = await tryToStart(member, input, over.signal);
      if ('why' in started) {
        place.lastWords = started.why;
        if (performance.now() > untilMs) throw new Error(`${member.name} does not start`);
        await wait(pauseMs);
        continue;
      }
      place.running = started;
      place.isPaused = false;
      void started.ended.then(() => mourn(member, started));
      return;
    }
  };
  /** One that ends by itself is a finding; the run goes on with another in its place. */
  const mourn = (member: Member, ended: RunProcess): void => {
    const place = placeOf(member);
    if (place.running !== ended || over.signal.aborted) return;
    place.running = null;
    place.lastWords = ended.said();
    deaths.push(`${member.name} ended by itself: ${lastLines(ended.said()).join(' | ')}`);
    input.tell(`${member.name} ended by itself`);
    revive(member).catch((error: unknown) => input.tell(String(error)));
  };
  return {
    awake: () =>
      input.members.filter((member) => {
        const { running, isPaused } = placeOf(member);
        return running !== null && !isPaused;
      }),
    async kill(member) {
      const place = placeOf(member);
      const { running } = place;
      place.running = null;
      place.isPaused = false;
      if (running === null) return;
      await within({ what: `the end of ${member.name}`, limitMs: endMsMax }, running.kill());
      place.lastWords = running.said();
    },
    revive,
    pause(member) {
      const place = placeOf(member);
      if (place.running === null) return false;
      place.isPaused = true;
      place.running.pause();
      return true;
    },
    resume(member) {
      const place = placeOf(member);
      const stoodStill = place.isPaused && place.running !== null;
      place.isPaused = false;
      place.running?.resume();
      return stoodStill;
    },
    deaths: () => deaths,
    story: () => input.members.flatMap((member) => storyOf(member, placeOf(member))),
    async end() {
      over.abort();
      const all = [...places.values()];
      await Promise.allSettled(all.flatMap(({ rising }) => rising ?? []));
      await Promise.all(all.flatMap(({ running }) => running?.kill() ?? []));
    },
  };
}

/** What it said, when the process ended before it was at work, as it does without its database. */
async function tryToStart(
  member: Member,
  input: CrewInput,
  over: AbortSignal,
): Promise<RunProcess | { readonly why: string }> {
  const environment = { ...input.environment, ...member.environment };
  try {
    return await startRunProcess({
      role: member.role,
      configFile: input.configFile,
      environment,
      signal: AbortSignal.any([over, AbortSignal.timeout(startMsMax)]),
    });
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

const lastLines = (text: string): readonly string[] => text.trim().split('\n').slice(-saidLinesMax);

function storyOf({ name }: Member, place: Place): readonly string[] {
  const { running, rising, isPaused, starts, lastWords } = place;
  const does = (): string => {
    if (running !== null) {
      const paused = isPaused ? ', told to stand still' : '';
      return `runs as ${running.pid} (${stateOf(running.pid)}${paused})`;
    }
    return rising === null ? 'does not run' : 'is being started';
  };
  return [
    `${name} ${does()}, start ${starts}; it said last:`,
    ...lastLines(running?.said() ?? lastWords).map((line) => `    ${line}`),
  ];
}

/** In the words of the system: running, sleeping, stopped, disk sleep, zombie. */
function stateOf(pid: number): string {
  try {
    return /^State:\t(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'gone';
  }
}
