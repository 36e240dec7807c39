import { controlDefects } from './groups/control.ts';
import { dataPlaneDefects } from './groups/data-plane.ts';
import { moneyDefects } from './groups/money.ts';
import { postingDefects } from './groups/posting.ts';
import { sendingDefects } from './groups/sending.ts';
import { stateDefects } from './groups/state.ts';
import { type Defect, type Mutant, type MutantGroup, mutantGroups } from './mutant.ts';

const defectsOf: Readonly<Record<MutantGroup, readonly Defect[]>> = {
  sending: sendingDefects,
  state: stateDefects,
  money: moneyDefects,
  control: controlDefects,
  posting: postingDefects,
  'data plane': dataPlaneDefects,
};

/** Every planted defect, group by group. */
export const mutants: readonly Mutant[] = mutantGroups.flatMap((group) =>
  defectsOf[group].map((defect) => ({ ...defect, group })),
);
