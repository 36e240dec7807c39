/** What a problem says of the money: the first thing that its reader needs to know. */
export type MoneyMoved = 'no' | 'yes' | 'unknown';

export interface ProblemEntry {
  /** One sentence in plain words. */
  readonly title: string;
  readonly moneyMoved: MoneyMoved;
  /** What happened to the money, in a sentence. */
  readonly money: string;
  /** What to do next. */
  readonly action: string;
  readonly nature: 'business' | 'technical';
}

const noMoney = 'No money moved.';

/** The one catalogue of errors; `docs/reference/errors.md` is generated from it. */
export const problemCatalogue = {
  ILLEGAL_TRANSITION: {
    title: 'The object is in a state that does not allow this.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Read the object again and choose one of the actions that its state allows.',
  },
  NOT_FOUND: {
    title: 'There is no such object, or none that you may see.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Check the reference; any external id of the object works as well.',
  },
  FORBIDDEN: {
    title: 'You do not have the role that this needs in this entity.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Ask somebody who holds the role, or have it granted.',
  },
  MAKER_MAY_NOT_APPROVE: {
    title: 'Whoever made the bill, the payee account or the proposal may not approve its payment.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Have another person approve.',
  },
  APPROVER_MAY_NOT_RELEASE: {
    title: 'Whoever made or approved a payment may not release it.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Have another person release.',
  },
  UNMAPPED_MAKER: {
    title: 'The maker of a bill or payee account is not known as a person, so approval is blocked.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Map the user of the accounts to a person, then approve again.',
  },
  ALREADY_DECIDED: {
    title: 'You have already decided on this.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Leave it to another person.',
  },
  CONTENT_CHANGED: {
    title: 'The content differs from what was approved, so the approval does not cover it.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Request approval again and compare the change.',
  },
  APPROVAL_MISSING: {
    title: 'The required approvals are not there, or no longer count.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Have the required number of persons approve.',
  },
  STOPPED: {
    title: 'An emergency stop holds back all releases here.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Two persons must resume releases first.',
  },
  ON_HOLD: {
    title: 'The payment is on hold.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Clear the reason of the hold, then release again.',
  },
  CUT_OFF_PASSED: {
    title: 'The cut-off of the bank has passed for this execution date.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Reopen the batch: it is then executed on the next business day, approved anew.',
  },
  OUTSIDE_WINDOW: {
    title: 'This job runs only inside its window.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Run it again inside the window shown.',
  },
  ABSENCE_UNPROVEN: {
    title: 'It is not proven that the bank does not have this message.',
    moneyMoved: 'unknown',
    money: 'The money may have moved, or may move yet; nothing is sent again.',
    nature: 'business',
    action: 'Wait for what is named, or have the bank say in its own files what became of it.',
  },
  INSUFFICIENT_FUNDS: {
    title: 'The account does not hold enough for the batch.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Fund the account or take payments out of the batch.',
  },
  CLOSED_PERIOD: {
    title: 'The accounting period of this date is closed.',
    moneyMoved: 'no',
    money: 'Nothing was posted; no money moved.',
    nature: 'business',
    action: 'Choose a date in an open period or have the period reopened.',
  },
  BILL_CHANGED: {
    title: 'The bill changed in the accounts after it was approved for payment.',
    moneyMoved: 'no',
    money: 'The payment was held back; no money moved.',
    nature: 'business',
    action: 'Look at the case, then correct or cancel the payment.',
  },
  INVALID_PAYMENT: {
    title: 'The payment does not pass its checks.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Correct what the case names and validate again.',
  },
  NO_ROUTE: {
    title: 'No own account can carry the payment.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Read what stands against each account; fund one, lift the stop, or name another bank.',
  },
  NOTHING_TO_PAY: {
    title: 'No open bill fits this selection.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Choose a later date, or look at what was left out and why.',
  },
  NOT_THE_OWNER: {
    title: 'This object belongs to another system, which alone may change it.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Change it where it belongs; the change then arrives here.',
  },
  CONFLICTING_CHANGE: {
    title: 'Somebody else changed the object at the same moment.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Read it again and repeat the action.',
  },
  DUPLICATE: {
    title: 'This exists already.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Use the existing one.',
  },
  UNKNOWN_OUTCOME: {
    title: 'The counterparty did not answer, so the outcome is not known yet.',
    moneyMoved: 'unknown',
    money: 'Money may have moved; nothing is sent again until it is known.',
    nature: 'technical',
    action: 'Wait for the inquiry; the case shows each step of it.',
  },
  COUNTERPARTY_DOWN: {
    title: 'The counterparty cannot be reached.',
    moneyMoved: 'no',
    money: 'Nothing was handed over; no money moved.',
    nature: 'technical',
    action: 'Nothing: work resumes by itself as soon as it answers.',
  },
  COUNTERPARTY_REJECTED: {
    title: 'The counterparty refused the request.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Read the reason in the case and correct the data.',
  },
  UNAUTHORISED: {
    title: 'The counterparty does not accept our credentials.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Renew the credentials in the configuration.',
  },
  DRIFT: {
    title: 'The counterparty answered in a form that is not known.',
    moneyMoved: 'no',
    money: 'The answer was stored and quarantined, never guessed.',
    nature: 'technical',
    action: 'Have an integration engineer look at the quarantined answer.',
  },
  FILE_QUARANTINED: {
    title: 'The file cannot be read and was put into quarantine.',
    moneyMoved: 'no',
    money: 'The file is kept as it came; nothing of it was booked.',
    nature: 'technical',
    action: 'Read line and rule in the case, then have the bank send it again.',
  },
  STATEMENT_IMBALANCE: {
    title: 'Opening balance plus entries is not the closing balance.',
    moneyMoved: 'no',
    money: 'The statement is kept; nothing of it was booked.',
    nature: 'business',
    action: 'Ask the bank for a corrected statement.',
  },
  CONFIGURATION_INVALID: {
    title: 'The configuration is not valid.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Correct the key that is named.',
  },
  WRONG_DATABASE: {
    title: 'The database is of the other kind (sandbox or production) and is refused.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Point the hub at the right database.',
  },
  DATABASE_DOWN: {
    title: 'The database cannot be reached.',
    moneyMoved: 'no',
    money: 'Nothing new was released.',
    nature: 'technical',
    action: 'Start the database; work resumes by itself.',
  },
  IN_USE: {
    title: 'Another hub has this data folder open.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Stop the other one, or give this one a folder of its own.',
  },
  CANNOT_RUN_HERE: {
    title: 'The bundled PostgreSQL cannot run here.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Do what the message says and start again.',
  },
  VERSION_CHANGED: {
    title: 'The object has changed since you read it.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Read it again, look at what changed, and decide anew.',
  },
  UNAUTHENTICATED: {
    title: 'The request carries no valid token.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Send a token that is neither expired nor revoked.',
  },
  SIGNATURE_INVALID: {
    title: 'The signature of the message is wrong, too old, or missing.',
    moneyMoved: 'no',
    money: 'The message was not believed; nothing changed.',
    nature: 'technical',
    action: 'Check the secret and the clock of the sender.',
  },
  TOO_MANY_REQUESTS: {
    title: 'There were more requests than are allowed in this time.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Wait for as long as the answer says, then ask again.',
  },
  IDEMPOTENCY_KEY_MISSING: {
    title: 'A request that changes something needs an Idempotency-Key.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Send a fresh key, and the same key at each try of the same request.',
  },
  IDEMPOTENCY_KEY_IN_FLIGHT: {
    title: 'The same request is being worked on at this moment.',
    moneyMoved: 'no',
    money: 'This second request did nothing; the first one answers for itself.',
    nature: 'technical',
    action: 'Ask again in a moment with the same key: you get the answer of the first.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    title: 'The Idempotency-Key was used for another request.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Use one key for one request only.',
  },
  CURSOR_LOST: {
    title: 'The cursor was made before the database was restored.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'technical',
    action: 'Begin again without a cursor, and expect to see events that you know.',
  },
  BAD_INPUT: {
    title: 'The input is not valid.',
    moneyMoved: 'no',
    money: noMoney,
    nature: 'business',
    action: 'Correct what is named and try again.',
  },
  INTERNAL: {
    title: 'The hub came upon a state that must not be, and stopped this piece of work.',
    moneyMoved: 'unknown',
    money: 'Nothing further leaves for this object until a person has looked.',
    nature: 'technical',
    action: 'Report the correlation id.',
  },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof problemCatalogue;

/** A refusal as a value: the catalogue's entry, and what of this case is worth saying. */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
}

/** Makes a frozen problem. `detail` is plain words without account numbers or secrets. */
export const problem = (code: ProblemCode, detail: string): Problem =>
  Object.freeze({ code, detail });

/** A problem on its way up where a value cannot carry it (transactions roll back on it). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  constructor(given: Problem) {
    super(`${given.code}: ${given.detail}`);
    this.problem = given;
  }
}
