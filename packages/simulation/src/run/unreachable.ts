import { declaredTransitions } from './transitions.ts';

/** A move as its lifecycle declares it. */
interface Move {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

interface Group {
  readonly why: string;
  readonly holds: (move: Move) => boolean;
}

const isOf =
  (kind: string, ...pairs: readonly string[]) =>
  (move: Move): boolean =>
    move.kind === kind && pairs.includes(`${move.from} ${move.to}`);

const touches =
  (kind: string, ...states: readonly string[]) =>
  (move: Move): boolean =>
    move.kind === kind && (states.includes(move.from) || states.includes(move.to));

/** Moves that the simulated path cannot make yet, with the reason; one that happens is an error. */
const neverGroups: readonly Group[] = [
  {
    why: 'no verb asks a bank to cancel or recall an order yet',
    holds: touches('payment', 'cancel_pending', 'recall_pending', 'recalled'),
  },
  {
    why: 'payments come from proposals, as drafts; nothing imports them yet',
    holds: touches('payment', 'imported'),
  },
  {
    why: 'the simulated banks book an order whole or not at all',
    holds: touches('payment', 'partially_settled'),
  },
  {
    why: 'the simulated banks return payments and do not reverse them',
    holds: touches('payment', 'reversed'),
  },
  {
    why: 'the simulated banks cancel no order of their own accord',
    holds: ({ kind, from, to }) =>
      kind === 'payment' &&
      to === 'cancelled' &&
      ['released', 'submitted', 'unknown', 'accepted', 'pending_settlement', 'failed'].includes(
        from,
      ),
  },
  {
    why: 'people end payments that were never sent; no bank can speak of them later',
    holds: ({ kind, from }) =>
      kind === 'payment' && ['cancelled', 'expired', 'rejected'].includes(from),
  },
  {
    why: 'an approved payment goes with its batch: taken back, released or expired',
    holds: isOf('payment', 'approved cancelled'),
  },
  {
    why: 'no verb corrects a payment; it is cancelled and its bills are proposed anew',
    holds: isOf('payment', 'invalid draft'),
  },
  {
    why: 'a checked payment is frozen or taken out; only frozen ones are amended',
    holds: isOf('payment', 'validated draft', 'validated invalid'),
  },
  {
    why: 'no two persons prove an absence in the simulation yet',
    holds: (move) =>
      isOf('payment', 'unknown approved')(move) || isOf('attempt', 'unknown void')(move),
  },
  {
    why: 'a bank by file refuses no call: it answers later, by a status report',
    holds: (move) =>
      isOf('attempt', 'sending rejected', 'unknown rejected')(move) ||
      isOf('payment', 'failed submitted', 'failed accepted', 'failed pending_settlement')(move),
  },
  {
    why: 'neither of the simulated banks reports both ACCP and ACSP',
    holds: isOf('payment', 'accepted pending_settlement'),
  },
  {
    why: 'a message that cannot be handed over is tried until it can',
    holds: isOf('attempt', 'prepared void'),
  },
  {
    why: 'no verb withdraws a request for approval; its batch is taken back',
    holds: touches('approval', 'withdrawn'),
  },
  {
    why: 'no verb cancels an open proposal; its payments are cancelled one by one',
    holds: isOf('payment_batch', 'open cancelled'),
  },
  {
    why: 'the matcher decides at once for a match, a rule or a case',
    holds: (move) =>
      touches('statement_line', 'candidate', 'suggested', 'suspense')(move) ||
      isOf('statement_line', 'case rule_posted')(move),
  },
];

/** Moves that take several rare faults at once: a thousand seeds may or may not meet them. */
const rareGroups: readonly Group[] = [
  {
    why: 'a message is released for two minutes at most, and the bank must speak within these',
    holds: ({ kind, from, to }) =>
      kind === 'payment' &&
      from === 'released' &&
      ['accepted', 'pending_settlement', 'failed', 'settled', 'returned'].includes(to),
  },
  {
    why: 'a bank that accepts a file as a whole names its rejections in the same report',
    holds: isOf('payment', 'accepted failed'),
  },
  {
    why: 'a return must be read before the booking that it returns',
    holds: isOf(
      'payment',
      'submitted returned',
      'unknown returned',
      'accepted returned',
      'pending_settlement returned',
      'failed returned',
    ),
  },
  {
    why: 'a report of execution must be read before the rejection that the bank sent first',
    holds: isOf('payment', 'submitted unknown', 'accepted unknown', 'pending_settlement unknown'),
  },
];

/** Every declared move that the path cannot make, with the reason. */
export const unreachable: Readonly<Record<string, string>> = reasonsOf(neverGroups);

/** Every declared move that needs not happen in a run of a thousand seeds, with the reason. */
export const rare: Readonly<Record<string, string>> = reasonsOf(rareGroups);

function reasonsOf(groups: readonly Group[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    declaredTransitions.flatMap((name) => {
      const group = groups.find(({ holds }) => holds(moveOf(name)));
      return group === undefined ? [] : [[name, group.why]];
    }),
  );
}

function moveOf(name: string): Move {
  const [kind = '', from = '', , to = ''] = name.split(' ');
  return { kind, from, to };
}
