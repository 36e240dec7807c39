import { type Defect, edit } from '../mutant.ts';














/** What people may do that they must not. */
export const controlDefects: readonly Defect[] = [];
