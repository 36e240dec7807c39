import { describe, expect, test } from 'vitest';
import { odooFactsByVersion } from '@quittance/connectors';
import { liveStage, simulatedStage } from './support/odoo-stage.ts';
import { stories } from './support/odoo-stories.ts';
import { odooDialects } from './support/odoo-world.ts';

const {
  ODOO_URL: url = '',
  ODOO_DATABASE: database = '',
  ODOO_LOGIN: login = '',
  ODOO_PASSWORD: password = '',
  ODOO_VERSION: version = '18',
} = process.env;
const isAway = [url, database, login, password].includes('');
const timeoutMs = 300_000;

/** Every pair of a release and a way to speak to it, and every story. */
const played = odooDialects.flatMap((dialect) =>
  stories.map((story) => ({ ...dialect, dialect, ...story })),
);

/**
 * The same stories on a live Odoo of the release that `ODOO_VERSION` says, given an
 * administrator of a database made for it, with the generic chart. For 19 the password must be an
 * API key, over which the hub works as the administrator; over JSON-RPC it works as a service user.
 */
describe.skipIf(isAway)(`a live Odoo${isAway ? ' (skipped: ODOO_URL is not set)' : ''}`, () => {
  test.each(played.filter((one) => one.version === version))(
    '$title, Odoo $version over $transport',
    async ({ dialect, tell }) => {
      const live = await liveStage(dialect, { url, database, login, password });
      try {
        expect(await tell(live)).toEqual(await tell(await simulatedStage(dialect)));
      } finally {
        live.close();
      }
    },
    timeoutMs,
  );
});

describe('the simulated Odoo', () => {
  test.each(played)('$title, Odoo $version over $transport', async ({ dialect, tell }) => {
    const told = await tell(await simulatedStage(dialect));
    // Whichever way it is asked, a release tells the same.
    const [transport] = odooFactsByVersion[dialect.version].transports;
    expect(told).toEqual(await tell(await simulatedStage({ ...dialect, transport })));
  });
});
