import {
  readScenarioTitle,
  scenarioNames,
  type Grade,
  type ScenarioName,
  type ScoreCard,
  type TitleOfScenario,
} from '@quittance/connector-kit';
import { z } from 'zod';
import type { RanTest } from '../requirements/map.ts';

/** The cards of a run, from the titles of its tests; in the order of their connectors' names. */
export function cardsOf(tests: readonly RanTest[]): readonly ScoreCard[] {
  const graded = tests.flatMap((test) => {
    const told = readScenarioTitle(test.title);
    return told === null ? [] : [{ ...told, grade: gradeOf(test, told) }];
  });
  const names = [...new Set(graded.map(({ name }) => name))].toSorted();
  return names.map((name) => cardOf(name, new Map(ofConnector(graded, name))));
}

const ofConnector = (
  graded: readonly (TitleOfScenario & { readonly grade: Grade })[],
  name: string,
): readonly (readonly [ScenarioName, Grade])[] =>
  graded.filter((one) => one.name === name).map(({ scenario, grade }) => [scenario, grade]);

function gradeOf({ status, file }: RanTest, { blank }: TitleOfScenario): Grade {
  if (status === 'failed') return { grade: 'failed', reason: `see ${file}` };
  if (status === 'skipped') return { grade: 'not run' };
  if (blank === null) return { grade: 'passed' };
  return 'notApplicable' in blank
    ? { grade: 'not applicable', reason: blank.notApplicable }
    : { grade: 'not written', reason: blank.notWritten };
}

function cardOf(connector: string, grades: ReadonlyMap<ScenarioName, Grade>): ScoreCard {
  const of = (name: ScenarioName): Grade => grades.get(name) ?? { grade: 'not run' };
  const all = Object.fromEntries(scenarioNames.map((name) => [name, of(name)]));
  const count = (isCounted: (grade: Grade) => boolean): number =>
    Object.values(all).filter(isCounted).length;
  return {
    connector,
    grades: gradesForm.parse(all),
    passed: count(({ grade }) => grade === 'passed'),
    applicable: count(({ grade }) => grade !== 'not applicable'),
  };
}

/** Why a card may not be published; empty when it may. */
export const faultsOf = ({ connector, grades }: ScoreCard): readonly string[] =>
  scenarioNames.flatMap((name) => {
    const grade = grades[name];
    if (grade.grade === 'failed') return [`${connector}: ${name} failed, ${grade.reason}`];
    return grade.grade === 'not run' ? [`${connector}: ${name} did not run`] : [];
  });

const reason = z.string().min(1);
const gradeForm: z.ZodType<Grade> = z.discriminatedUnion('grade', [
  z.strictObject({ grade: z.literal('passed') }),
  z.strictObject({ grade: z.literal('failed'), reason }),
  z.strictObject({ grade: z.literal('not applicable'), reason }),
  z.strictObject({ grade: z.literal('not written'), reason }),
  z.strictObject({ grade: z.literal('not run') }),
]);

const gradesForm = z.record(z.enum(scenarioNames), gradeForm);

const cardsForm = z.array(
  z.strictObject({
    connector: z.string().min(1),
    grades: gradesForm,
    passed: z.number().int(),
    applicable: z.number().int(),
  }),
);

/** Reads the published cards. Errors: `ZodError` for a file in another form. */
export const readCards = (value: unknown): readonly ScoreCard[] => cardsForm.parse(value);
