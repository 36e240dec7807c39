import { asId, type Id, type Link } from '@quittance/domain';
import type { StoreTransaction } from '@quittance/store';
import { inChunks } from './unit-of-work.ts';

/** The kinds of external things that links name; the connection's name stands before them. */
export type LinkKind =
  | 'company'
  | 'user'
  | 'party'
  | 'partyBank'
  | 'journal'
  | 'openItem'
  | 'payment'
  | 'statementLine'
  /** The bank's own id of a message that it took; the object is the attempt. */
  | 'message';

/** `odoo:openItem`: which connection the id comes from, and what it names there. */
export const linkScheme = (connectionName: string, kind: LinkKind): string =>
  `${connectionName}:${kind}`;

/** A link before it has an id. */
export type NewLink = Omit<Link, 'id'>;

/** External id → object id, for the external ids that are known. */
export async function objectIdsOf<Kind extends string>(
  transaction: StoreTransaction,
  scheme: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, Id<Kind>>> {
  const links = await inChunks([...new Set(externalIds)], (chunk) =>
    transaction.find('link', { scheme, externalId: { in: chunk } }),
  );
  return new Map(links.map((link) => [link.externalId, asId<Kind>(link.objectId)]));
}

/** Object id → external id, for the objects that are known outside. */
export async function externalIdsOf(
  transaction: StoreTransaction,
  scheme: string,
  objectIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const links = await inChunks([...new Set(objectIds)], (chunk) =>
    transaction.find('link', { scheme, objectId: { in: chunk } }),
  );
  return new Map(links.map((link) => [link.objectId, link.externalId]));
}
