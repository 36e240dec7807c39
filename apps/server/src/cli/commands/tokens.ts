import { asId, type EntityId, permissionCatalogue, problem, ProblemError } from '@quittance/domain';
import { digestOfToken, tokenText } from '@quittance/http-api';
import { createToken, revokeToken } from '@quittance/services';
import type { Command } from 'commander';
import { systemRandomBytes } from '../../adapters/random.ts';
import { entityIdsOf } from '../../config/load.ts';
import { must } from '../../hub/open-hub.ts';
import { idOf } from '../arguments.ts';
import { table } from '../output.ts';
import { personContext, type Session, withSession } from '../session.ts';

interface CreateOptions {
  readonly for?: string;
  readonly permissions: readonly string[];
  readonly entities?: readonly string[];
  readonly days: string;
}

/** `token create|list|revoke`: keys to the HTTP API. */
export function addTokenCommands(program: Command): void {
  const tokens = program.command('token').description('keys to the HTTP API');
  addCreate(tokens);
  addList(tokens);
  tokens
    .command('revoke <token>')
    .description('end a token at once')
    .action(async (id: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        const input = { tokenId: idOf<'token'>(id, 'token list') };
        const revoked = must(await revokeToken({ ctx, input }));
        session.output.result(revoked, () => [`token ${revoked.tokenId} opens nothing any more`]);
      });
    });
  tokens
    .command('permissions')
    .description('what a token may be made for')
    .action(async (_options: object, command: Command) => {
      await withSession(command, async ({ output }) => {
        output.result(permissionCatalogue, () =>
          table(
            ['permission', 'machine', 'meaning'],
            Object.entries(permissionCatalogue).map(([name, { machine, meaning }]) => [
              name,
              machine ? 'yes' : 'no',
              meaning,
            ]),
          ),
        );
        return Promise.resolve();
      });
    });
}

function addCreate(tokens: Command): void {
  tokens
    .command('create <name>')
    .description('make a token; its text is shown once and kept nowhere')
    .requiredOption('--permissions <names...>', 'what it is for: quittance token permissions')
    .option('--for <email>', 'a service account; without it, the token acts as you')
    .option('--entities <codes...>', 'companies it reaches; all of yours when absent')
    .option('--days <number>', 'how long it lives, 1 to 365', '90')
    .action(async (name: string, options: CreateOptions, command: Command) => {
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        if (!/^\d{1,3}$/.test(options.days)) {
          throw new ProblemError(problem('BAD_INPUT', '--days takes 1 to 365'));
        }
        const text = tokenText(systemRandomBytes(32));
        const input = {
          name,
          tokenDigest: digestOfToken(text),
          personId: asId<'person'>(await ownerOf(session, options.for, ctx.scope.actor.id)),
          permissions: options.permissions,
          entityIds: entitiesOf(session, options.entities) ?? ctx.scope.entityIds,
          // Not money: days.
          days: Number.parseInt(options.days, 10),
        };
        const made = must(await createToken({ ctx, input }));
        session.output.result({ ...made, token: text }, () => [
          text,
          `This text is shown once. It ends on ${made.expiresAt}; its id is ${made.tokenId}.`,
        ]);
      });
    });
}

/** Whose token it becomes. Errors: NOT_FOUND. */
async function ownerOf(
  session: Session,
  email: string | undefined,
  actorId: string,
): Promise<string> {
  if (email === undefined) return actorId;
  const persons = await session.hub.store.transaction(session.scope, (transaction) =>
    transaction.find('person', { email: email.toLowerCase() }),
  );
  const [person] = persons;
  if (person === undefined) throw new ProblemError(problem('NOT_FOUND', `nobody is ${email}`));
  return person.id;
}

function entitiesOf(
  session: Session,
  codes: readonly string[] | undefined,
): readonly EntityId[] | null {
  if (codes === undefined) return null;
  const known = entityIdsOf(session.config);
  return codes.map((code) => {
    const id = known.get(code);
    if (id === undefined) throw new ProblemError(problem('BAD_INPUT', `no company ${code}`));
    return id;
  });
}

function addList(tokens: Command): void {
  tokens
    .command('list')
    .description('tokens, newest first, without their text')
    .action(async (_options: object, command: Command) => {
      await withSession(command, async ({ queries, scope, output }) => {
        const page = await queries.list({ scope, table: 'api_token', limit: 500 });
        const rows = page.rows.map(({ tokenDigest: _digest, ...row }) => row);
        output.result({ rows }, () =>
          rows.length === 0
            ? ['no tokens: quittance token create']
            : table(
                ['token', 'name', 'ends', 'revoked', 'permissions'],
                rows.map((row) => [
                  row.id,
                  row.name,
                  row.expiresAt,
                  row.revokedAt ?? 'no',
                  row.permissions.join(' '),
                ]),
              ),
        );
      });
    });
}
