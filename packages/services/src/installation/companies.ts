import { type EntityId, type Problem, type Result, succeed } from '@quittance/domain';
import type { VerbCall } from '../context/context.ts';
import { externalIdsOf, linkScheme } from '../context/links.ts';
import { inTransaction } from '../context/unit-of-work.ts';

export interface ReadCompaniesInput {
  readonly connectionName: string;
  readonly entityIds: readonly EntityId[];
}

/** Which company of the accounts each entity is, for those that the accounts know. */
export async function readCompanies(
  call: VerbCall<ReadCompaniesInput>,
): Promise<Result<ReadonlyMap<EntityId, string>, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const scheme = linkScheme(input.connectionName, 'company');
    const known = await externalIdsOf(unit.transaction, scheme, input.entityIds);
    const companies = input.entityIds.flatMap((id): readonly (readonly [EntityId, string])[] => {
      const externalId = known.get(id);
      return externalId === undefined ? [] : [[id, externalId]];
    });
    return succeed(new Map(companies));
  });
}
