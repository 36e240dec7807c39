import { present } from '@quittance/domain';
import type { World } from '../hub/open-hub.ts';
import type { ControlRules } from '../oracle/deeds.ts';

/** What the company decided about control, from its configuration and its own papers. */
export function controlRulesOf({ installation, company }: World): ControlRules {
  const { setup, entityIds, settings } = installation;
  const idOf = (code: string): string => present(entityIds.get(code), `entity ${code}`);
  const nameOf = new Map(company.users.map((user) => [user.login, user.name]));
  const byNumber = Map.groupBy(company.documents, (one) => one.supplierReference);
  const alone = [...byNumber.values()].flatMap((list) => (list.length === 1 ? list : []));
  return {
    policies: setup.policies.map(({ entityCode, ...row }) => ({
      company: idOf(entityCode),
      ...row,
    })),
    approvers: setup.persons
      .filter((person) => !person.machine)
      .flatMap(({ name: person, grants }) =>
        grants
          .filter(({ roles }) => roles.includes('approver'))
          .map(({ entityCode, limitMinor }) => ({ person, company: idOf(entityCode), limitMinor })),
      ),
    currencies: new Map(setup.entities.map((one) => [idOf(one.code), one.currency])),
    approvalHours: settings.approvalHours,
    keyedBy: new Map(
      alone.map((one) => [one.supplierReference, nameOf.get(one.createdBy) ?? one.createdBy]),
    ),
    blocked: new Set(alone.filter((one) => one.blocked).map((one) => one.supplierReference)),
  };
}
