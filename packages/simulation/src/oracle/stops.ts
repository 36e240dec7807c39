import type { HandedOver, Violation } from './claims.ts';
import type { Deed } from './deeds.ts';
import type { WiredPayment } from './wire.ts';

type Stopped = Extract<Deed, { readonly what: 'stopped' }>;
type Resumed = Extract<Deed, { readonly what: 'resumed' }>;

/**
 * While the releases of a company are stopped nothing of it is released or begun to be sent, and it
 * takes two persons to resume them.
 */
export function judgeStops(
  input: { readonly deeds: readonly Deed[]; readonly handedOver: readonly HandedOver[] },
  of: {
    readonly wired: readonly WiredPayment[];
    readonly batchOf: ReadonlyMap<string, string>;
  },
): readonly Violation[] {
  const { deeds } = input;
  const companyOf = new Map(
    deeds.flatMap((deed) =>
      deed.what === 'proposed' ? [[deed.batch, deed.company] as const] : [],
    ),
  );
  return deeds.flatMap((deed): readonly Violation[] => {
    if (deed.what !== 'stopped' || !deed.at.sure) return [];
    const resumes = deeds.filter(
      (one): one is Resumed => one.what === 'resumed' && one.stop === deed.stop,
    );
    const until = resumedAt(resumes);
    const isWithin = (from: string, to: string): boolean => from > deed.at.answered && to < until;
    const ofCompany = of.wired.filter(
      ({ reference }) => companyOf.get(of.batchOf.get(reference) ?? '') === deed.company,
    );
    return [
      ...tooEasily(deed, resumes),
      ...ofCompany
        .filter(
          ({ releasedFrom, releasedUntil, sentAt }) =>
            isWithin(releasedFrom, releasedUntil) || (sentAt !== null && isWithin(sentAt, sentAt)),
        )
        .map(({ reference, sentAt }) => stopped(reference, `it was sent at ${sentAt ?? 'never'}`)),
    ];
  });
}

const stopped = (subject: string, what: string): Violation => ({
  rule: 'notApproved',
  subject,
  explanation: `${what} while the releases of its company were stopped`,
});

/** When the second person asked to resume; never before that. */
function resumedAt(resumes: readonly Resumed[]): string {
  const persons = new Set<string>();
  for (const { person, at } of resumes) {
    persons.add(person);
    if (persons.size > 1) return at.asked;
  }
  return '9999';
}

function tooEasily({ stop }: Stopped, resumes: readonly Resumed[]): readonly Violation[] {
  const over = resumes.find((deed) => deed.over);
  if (over === undefined) return [];
  const persons = new Set(
    resumes.filter(({ at }) => at.asked <= over.at.asked).map((r) => r.person),
  );
  if (persons.size > 1) return [];
  const explanation = `${over.person} alone resumed what was stopped`;
  return [{ rule: 'notApproved', subject: stop, explanation }];
}
