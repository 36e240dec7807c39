import { brokenDown, type SeedOutcome, simulateSeed } from '@quittance/simulation';

/** One process of a simulation: it is sent a seed, and sends back what the seed came to. */
process.on('message', (seed) => {
  void outcomeOf(Number(seed)).then((outcome) => process.send?.(outcome));
});

// Whoever asked is gone: nobody would hear of the seed in hand.
process.once('disconnect', () => process.exit());

async function outcomeOf(seed: number): Promise<SeedOutcome> {
  try {
    return await simulateSeed(seed);
  } catch (error) {
    return brokenDown(seed, error instanceof Error ? (error.stack ?? error.name) : String(error));
  }
}
