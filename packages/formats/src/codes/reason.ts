import { type ReasonClass, reasonLines } from './reason-table.ts';

export interface ReasonMeaning {
  readonly class: ReasonClass;
  /** The reason in plain words; `Unknown reason` for a code that is not known. */
  readonly words: string;
  /** What somebody has to do now, in plain words. */
  readonly nextAction: string;
  /** True when the same instruction may be sent again, after an inquiry. Never a blind resend. */
  readonly retryable: boolean;
  /** True when the bill becomes open again at once; else a person decides that. */
  readonly reopenBill: boolean;
  readonly fraud: boolean;
}

type ClassMeaning = Omit<ReasonMeaning, 'class' | 'words'>;

const classMeaning = (
  nextAction: string,
  flags: { readonly retryable?: boolean; readonly reopenBill?: boolean; readonly fraud?: boolean },
): ClassMeaning =>
  Object.freeze({
    nextAction,
    retryable: flags.retryable ?? false,
    reopenBill: flags.reopenBill ?? false,
    fraud: flags.fraud ?? false,
  });

/** What each class asks for (lifecycles, reason code classes). */
export const reasonClasses: Readonly<Record<ReasonClass, ClassMeaning>> = Object.freeze({
  fix_data: classMeaning('Correct the payment data or the bank details, then pay again.', {
    reopenBill: true,
  }),
  payee_gone: classMeaning('Ask the supplier for new bank details.', { reopenBill: true }),
  funds: classMeaning('Treasury provides funds; then the payment may be sent again.', {
    retryable: true,
    reopenBill: true,
  }),
  limit: classMeaning('Have the limit raised at the bank, or pay in parts.', { reopenBill: true }),
  timing: classMeaning('Choose a date that the bank takes, then pay again.', { reopenBill: true }),
  duplicate: classMeaning('Find the twin before anything else; do not send again.', {}),
  compliance: classMeaning('Compliance decides; do not send again.', {}),
  authority: classMeaning('Check signing rights or the mandate; stop until they are clear.', {}),
  technical: classMeaning('Ask the bank what happened; send again only after its answer.', {
    retryable: true,
  }),
  recall: classMeaning('The money came back as asked; close the recall.', { reopenBill: true }),
  fraud: classMeaning('Lock the payee and inform security at once.', { fraud: true }),
  not_received: classMeaning(
    'The bank says that it never had it; complete the proof of absence.',
    {},
  ),
  human: classMeaning('A person reads the bank’s words and decides.', {}),
});

const table = makeTable();

function makeTable(): ReadonlyMap<string, ReasonMeaning> {
  const map = new Map<string, ReasonMeaning>();
  for (const [name, lines] of Object.entries(reasonLines)) {
    const reasonClass = asReasonClass(name);
    for (const line of lines.trim().split('\n')) {
      const space = line.indexOf(' ');
      const meaning = { class: reasonClass, words: line.slice(space + 1) };
      map.set(line.slice(0, space), Object.freeze({ ...meaning, ...reasonClasses[reasonClass] }));
    }
  }
  return map;
}

/** The one cast: the keys of `reasonLines` are exactly the classes. */
function asReasonClass(name: string): ReasonClass {
  return name as ReasonClass;
}

const unknownReason: ReasonMeaning = Object.freeze({
  class: 'human',
  words: 'Unknown reason',
  ...reasonClasses.human,
});

/** What a reason code means for the next step; a code that is not known goes to a person. */
export const reasonMeaning = (code: string): ReasonMeaning => table.get(code) ?? unknownReason;

/** Every reason code known here. */
export const reasonCodes = (): readonly string[] => [...table.keys()];
