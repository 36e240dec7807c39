import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJson } from '../json.ts';
import { readReport, type RanTest } from './map.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One report per run of Vitest; together they are the last run of everything. */
export const REPORTS = join(ROOT, '.cache', 'tests');

/** Where the parts of the code stand that a test can depend on. */
const SOURCES = ['packages', 'apps', 'tools', 'package-lock.json', 'vitest.config.ts'];

/** Every test of the last run; empty when there was none. */
export function lastRun(): readonly RanTest[] {
  return reportFiles().flatMap((path) => readReport(readJson(path), ROOT));
}

export function forgetLastRun(): void {
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
}

/** Whether the projects have all run since the code last changed. */
export function isUpToDate(projects: readonly string[]): boolean {
  const reports = projects.map((project) => join(REPORTS, `${project}.json`));
  if (!reports.every((path) => existsSync(path))) return false;
  const startedMs = Math.min(...reports.map(startOfRunMs));
  return SOURCES.every((path) => newestChangeMs(join(ROOT, path)) <= startedMs);
}

function reportFiles(): readonly string[] {
  if (!existsSync(REPORTS)) return [];
  return readdirSync(REPORTS)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(REPORTS, name));
}

function startOfRunMs(path: string): number {
  const match = /"startTime":\s*(\d+)/.exec(readFileSync(path, 'utf8'));
  return Number.parseInt(match?.[1] ?? '0', 10);
}

function newestChangeMs(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  const inner = readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .map((name) => newestChangeMs(join(path, name)));
  return Math.max(0, ...inner);
}
