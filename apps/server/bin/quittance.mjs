#!/usr/bin/env node
/**
 * The command `quittance`. It runs the command line on the Node that npm installed beside it, so
 * that it works where an older Node is installed; on a Node that is new enough it runs in place.
 * Plain JavaScript without a dependency: an old Node must be able to read it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The oldest Node that runs the sources as they are, without a build. */
const NODE_MAJOR_MIN = 24;

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, '..', 'src', 'cli', 'main.ts');

if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN) {
  await runHere();
} else {
  const node = findBundledNode();
  if (node === undefined) {
    console.error(
      `quittance needs Node ${NODE_MAJOR_MIN}; this is ${process.version}, and npm has brought ` +
        `none for ${process.platform}-${process.arch}. Run npm ci without --omit=optional, ` +
        `or install Node ${NODE_MAJOR_MIN}.`,
    );
    process.exitCode = 1;
  } else {
    runOn(node);
  }
}

/** @returns {Promise<void>} */
async function runHere() {
  process.argv[1] = main;
  // Node's remarks on its own features are for its developers, not for a clerk's terminal.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning')
      console.error(`${warning.name}: ${warning.message}`);
  });
  await import('../src/cli/main.ts');
}

/** @returns {string | undefined} */
function findBundledNode() {
  const resolver = createRequire(import.meta.url);
  try {
    const manifest = resolver.resolve(`node-${process.platform}-${process.arch}/package.json`);
    const node = join(dirname(manifest), 'bin', 'node');
    return existsSync(node) ? node : undefined;
  } catch {
    // Not installed: the caller says so.
    return undefined;
  }
}

/** @param {string} node */
function runOn(node) {
  const flags = ['--disable-warning=ExperimentalWarning'];
  const child = spawn(node, [...flags, main, ...process.argv.slice(2)], { stdio: 'inherit' });
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];
  for (const signal of signals) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; twice would look like impatience.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`quittance could not run ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    // A shell shows a command ended by a signal as 128 plus its number.
    process.exitCode = signal === null ? code : 128 + constants.signals[signal];
  });
}
