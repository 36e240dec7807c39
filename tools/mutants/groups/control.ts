import { type Defect, edit } from '../mutant.ts';

const approval = 'packages/governance/src/approval.ts';
const cancel = 'packages/services/src/payment/cancel.ts';
const decide = 'packages/services/src/approval/decide.ts';
const governedRelease = 'packages/governance/src/release.ts';
const makers = 'packages/governance/src/makers.ts';
const policy = 'packages/governance/src/policy.ts';
const releaseGuards = 'packages/services/src/batch/release-guards.ts';
const requestRelease = 'packages/services/src/batch/request-release.ts';
const startSending = 'packages/services/src/attempt/start-sending.ts';
const stop = 'packages/services/src/stop/stop.ts';

/** What people may do that they must not. */
export const controlDefects: readonly Defect[] = [
  {
    name: 'no-quorum',
    does: 'takes the first approval for all that the policy wants',
    edits: [
      edit(
        approval,
        'reached: !rejected && missing === 0 &&',
        'reached: !rejected && approvers.size > 0 &&',
      ),
    ],
  },
  {
    name: 'lowest-threshold',
    does: 'asks for the approvals of the lowest threshold instead of the highest that is reached',
    edits: [
      edit(
        policy,
        'return left.fromMinor > right.fromMinor;',
        'return left.fromMinor < right.fromMinor;',
      ),
    ],
  },
  {
    name: 'proposer-approves',
    does: 'lets the person who proposed a batch approve it',
    edits: [
      edit(
        makers,
        "  makers.push({ role: 'proposer', personId: sources.batch.proposedBy, ob" +
          'jectId: sources.batch.id });\n',
        '',
      ),
    ],
  },
  {
    name: 'bill-creator-approves',
    does: 'lets the person who keyed a bill approve its payment',
    edits: [
      edit(
        approval,
        'const own = question.makers.find((maker) => maker.personId === question.person.id);',
        'const own = question.makers.find(\n' +
          "    (maker) => maker.role === 'proposer' && maker.personId === question.person.id,\n" +
          '  );',
      ),
    ],
  },
  {
    name: 'limits-ignored',
    does: 'lets a person approve above the own limit',
    edits: [
      edit(
        approval,
        '(grant) => grant.limitMinor === null || (amount !== null && amount <= grant.limitMinor),',
        '(grant) => grant.active || amount === null,',
      ),
    ],
  },
  {
    name: 'machine-approves',
    does: 'lets a machine approve',
    edits: [
      edit(
        approval,
        '  if (person.machine) return',
        '  if (person.machine && !person.active) return',
      ),
    ],
  },
  {
    name: 'everybody-approves',
    does: 'lets every person of the company approve, whatever their role',
    edits: [
      edit(
        approval,
        '      grant.role === role &&\n      grant.personId',
        '      grant.role !== null &&\n      grant.personId',
      ),
    ],
  },
  {
    name: 'approves-twice',
    does: 'counts the second approval of one person as that of another',
    edits: [
      edit(
        approval,
        '  if (earlier === undefined) return null;',
        '  if (earlier?.id !== null) return null;',
      ),
      edit(
        approval,
        'const missing = Math.max(0, required - approvers.size);',
        'const missing = Math.max(0, required - question.decisions.length);',
      ),
    ],
  },
  {
    name: 'old-screen-approves',
    does: 'takes the approval of an older content for one of what stands there now',
    edits: [
      edit(
        approval,
        'if (question.contentHash !== approval.contentHash) {',
        "if (question.contentHash === '') {",
      ),
    ],
  },
  {
    name: 'approver-releases',
    does: 'lets a person who approved a batch release it',
    edits: [
      edit(
        requestRelease,
        'if (facts.decisions.some((decision) => decision.personId === person.value)) {',
        "if (facts.decisions.some((decision) => decision.decision === 'reject')) {",
      ),
      edit(
        governedRelease,
        'if (quorum.approvers.includes(person.id)) {',
        'if (quorum.approvers.length === 0) {',
      ),
    ],
  },
  {
    name: 'proposer-releases',
    does: 'lets the person who proposed a batch release it',
    edits: [
      edit(
        requestRelease,
        'if (deed !== undefined) {',
        'if (deed !== undefined && deed.personId === null) {',
      ),
      edit(
        governedRelease,
        'if (maker === undefined) return null;',
        'if (maker?.role !== null) return null;',
      ),
    ],
  },
  {
    name: 'pays-the-swapped-account',
    does: 'releases a payment although the account of its payee changed after the approval',
    edits: [
      edit(
        releaseGuards,
        'if (contentHashOf(contents, payment) !== payment.contentHash || isPayeeE' +
          'dited(payment, of)) {',
        'if (contentHashOf(contents, payment) === null && isPayeeEdited(payment, of)) {',
      ),
    ],
  },
  {
    name: 'pays-what-is-blocked',
    does: 'releases the payment of a bill that was blocked after the approval',
    edits: [
      edit(
        releaseGuards,
        'if (now.blocked) return `${name} was blocked for payment`;',
        "if (now.blocked && now.state !== 'open') return `${name} was blocked for payment`;",
      ),
    ],
  },
  {
    name: 'proposes-what-is-blocked',
    does: 'proposes and pays bills that are blocked in the accounts',
    edits: [
      edit(
        'packages/services/src/proposal/select.ts',
        "  if (item.blocked) return 'blocked';\n",
        '',
      ),
      edit(
        releaseGuards,
        'if (now.blocked) return `${name} was blocked for payment`;',
        "if (now.blocked && now.state !== 'open') return `${name} was blocked for payment`;",
      ),
    ],
  },
  {
    name: 'pays-what-is-paid',
    does: 'releases the payment of a bill that was paid by hand after the approval',
    edits: [
      edit(
        releaseGuards,
        'const why = billProblem({ payment, mirror, needed, contents, reread });',
        'const why =\n' +
          '        mirror === undefined\n' +
          '          ? billProblem({ payment, mirror, needed, contents, reread })\n' +
          '          : null;',
      ),
    ],
  },
  {
    name: 'stop-is-ignored',
    does: 'releases and sends while the releases of the company are stopped',
    edits: [
      edit(
        stop,
        "const stops = await transaction.find('emergency_stop', { active: true });",
        "const stops = await transaction.find('emergency_stop', { active: true, reason: '' });",
      ),
    ],
  },
  {
    name: 'stop-comes-too-late',
    does: 'sends what was released before the releases of the company were stopped',
    edits: [
      edit(
        startSending,
        "if (stop !== null) return refuse(problem('STOPPED', stop.reason));",
        "if (stop?.active === false) return refuse(problem('STOPPED', stop.reason));",
      ),
    ],
  },
  {
    name: 'stop-for-one-account',
    does: 'takes a stop of the whole company for one of another account',
    edits: [
      edit(
        stop,
        '(stop.ownAccountId === null || stop.ownAccountId === of.ownAccountId),',
        'stop.ownAccountId === of.ownAccountId,',
      ),
    ],
  },
  {
    name: 'one-resumes',
    does: 'lets one person resume what was stopped',
    edits: [edit(stop, 'const resumersRequired = 2;', 'const resumersRequired = 1;')],
  },
  {
    name: 'same-person-resumes-twice',
    does: 'lets one person resume what was stopped by saying so twice',
    edits: [
      edit(
        stop,
        'if (stop.resumedBy.includes(person.value)) return',
        'if (stop.resumedBy.length > 1_000) return',
      ),
    ],
  },
  {
    name: 'rejected-is-approved',
    does: 'takes a rejection for an approval',
    edits: [
      edit(
        decide,
        "if (decision === 'reject') return 'reject';",
        "if (decision === 'reject') return 'complete';",
      ),
      edit(
        approval,
        "    if (decision.decision === 'reject') {\n      rejected = true;\n" +
          '      continue;\n    }\n',
        '',
      ),
    ],
  },
  {
    name: 'cancelled-is-paid',
    does: 'pays what was cancelled before the approval',
    edits: [
      edit(
        cancel,
        'const patch = { state: moved.value, stateSince, contentHash, reason: input.reason };',
        'const patch = { stateSince, contentHash: payment.contentHash ?? contentHash };',
      ),
      edit(
        cancel,
        'members: releaseClaims(claims),',
        'members: releaseClaims(claims.slice(claims.length)),',
      ),
    ],
  },
];
