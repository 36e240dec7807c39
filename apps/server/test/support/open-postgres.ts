/**
 * A hub reduced to its database: opens the data folder given as argument, says so in one JSON
 * line, and stays until it is told to stop by its standard input's end.
 */
import { startPostgres } from '../../src/adapters/postgres/index.ts';

const dataDirectory = process.argv[2] ?? '';
try {
  const server = await startPostgres({ dataDirectory, durability: 'test' });
  process.stdout.write(
    `${JSON.stringify({ url: server.superuserUrl, adopted: server.adopted })}\n`,
  );
  process.stdin.resume();
  process.stdin.once('end', () => {
    void server.stop();
  });
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${JSON.stringify({ error: message })}\n`);
}
