/** Written by npm run generate:client from docs/reference/openapi.json. */

export interface paths {
    readonly "/api/v1/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who this token acts as, and what it reaches. */
        readonly get: operations["getCaller"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/entities": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The companies that the token reaches. */
        readonly get: operations["listEntities"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/entities/{entityId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One company. */
        readonly get: operations["getEntity"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/persons": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Persons and service accounts, newest first; without their addresses. */
        readonly get: operations["listPersons"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/flows": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The catalogue of flows: owner, timing, system of record, rules. */
        readonly get: operations["listFlows"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/parties": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Suppliers and customers of the group, newest first. */
        readonly get: operations["listParties"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/parties/{partyId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One supplier or customer. */
        readonly get: operations["getParty"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/bank-details": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where parties are paid, account numbers masked, newest first. */
        readonly get: operations["listBankDetails"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/own-accounts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Our bank accounts with their booked balance and its day, newest first. */
        readonly get: operations["listOwnAccounts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/own-accounts/{ownAccountId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One of our bank accounts. */
        readonly get: operations["getOwnAccount"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Counterparties and how they last answered, newest first. */
        readonly get: operations["listConnections"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{connectionId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One counterparty. */
        readonly get: operations["getConnection"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/open-items": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Bills and credit notes as the accounts last told them, newest first. */
        readonly get: operations["listOpenItems"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/open-items/{openItemId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One bill or credit note. */
        readonly get: operations["getOpenItem"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Batches, proposals among them, newest first. */
        readonly get: operations["listBatches"];
        readonly put?: never;
        /** Proposes the payment of due bills from one own account. Role: preparer. */
        readonly post: operations["createProposal"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches/{batchId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One batch. */
        readonly get: operations["getBatch"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches/{batchId}/approval-sheet": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The printable approval sheet: payments, hash, who must approve and who did. */
        readonly get: operations["getApprovalSheet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches/{batchId}/validate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Checks every payment of an open batch. Role: preparer. */
        readonly post: operations["validateBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches/{batchId}/submit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Freezes a validated batch and asks for approval. Role: preparer. */
        readonly post: operations["submitBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches/{batchId}/decisions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Approves or rejects a batch, bound to its content hash. Role: approver; no machine. */
        readonly post: operations["decideBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches/{batchId}/reopen": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Takes a batch that has not left back to a proposal. Role: preparer. */
        readonly post: operations["reopenBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches/{batchId}/release": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Asks for the release of an approved batch; a worker does it. Role: releaser. */
        readonly post: operations["releaseBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/approvals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Requests for approval, newest first. */
        readonly get: operations["listApprovals"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/approvals/{approvalId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One request for approval with what persons decided. */
        readonly get: operations["getApproval"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/payment-runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Proposes the payment of everything due of a company, each payment from the account that fits best, with the reasons. Role: preparer. */
        readonly post: operations["proposeRun"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches/{batchId}/reroute": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Pays the bills of a batch that has not left from other accounts, approved anew. Role: preparer. */
        readonly post: operations["rerouteBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/batches/{batchId}/take-back": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Takes a released batch back while all its messages still wait for their bank. Role: preparer or releaser. */
        readonly post: operations["takeBackBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/cash-position": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The money of every own account: booked, under way, waiting and free; what is not known or stale is said. */
        readonly get: operations["getCashPosition"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/payments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Payments, newest first. */
        readonly get: operations["listPayments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/payments/{paymentId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One payment. */
        readonly get: operations["getPayment"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/traces/{anyId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where a payment is and why, found by any id that anybody knows it by: ours, the EndToEndId, a message id, a bank’s reference, the number of a bill (OBS-05). */
        readonly get: operations["tracePayment"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/payment-totals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Payments by company, currency and state, counted and added up. */
        readonly get: operations["totalPayments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/payments/{paymentId}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Cancels a payment that stands in no frozen batch. Role: preparer or controller. */
        readonly post: operations["cancelPayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/attempts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Messages to banks, newest first. */
        readonly get: operations["listAttempts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/attempts/{attemptId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One message to a bank. */
        readonly get: operations["getAttempt"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/statements": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Bank statements, newest first. */
        readonly get: operations["listStatements"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/statements/{statementId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One statement; its lines are a list of their own. */
        readonly get: operations["getStatement"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/statement-lines": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Booked entries, newest first. */
        readonly get: operations["listStatementLines"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{connectionId}/files": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Hands a statement, notification or status file of a bank in as evidence; a worker reads it. Role: reconciler or controller in every company with an account there. */
        readonly post: operations["uploadFile"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/matches": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Booked lines explained, newest first. */
        readonly get: operations["listMatches"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/matches/{matchId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One match with its parts. */
        readonly get: operations["getMatch"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/matches/{matchId}/undo": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Asks that a match be taken back, in the accounts first. Role: reconciler. */
        readonly post: operations["undoMatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/cases": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Exceptions with owner, money at risk and next action, newest first. */
        readonly get: operations["listCases"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/cases/{caseId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One exception. */
        readonly get: operations["getCase"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/cases/{caseId}/resolve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Resolves a case. Role: controller, or the role that owns the case. */
        readonly post: operations["resolveCase"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/cases/{caseId}/post-again": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Asks the accounts again for what they refused, once its cause is gone. Role: controller or reconciler. */
        readonly post: operations["postAgain"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/stops": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Emergency stops, newest first. */
        readonly get: operations["listStops"];
        readonly put?: never;
        /** Stops all releases of a company or one of its accounts at once. Any acting role. */
        readonly post: operations["engageStop"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/stops/{stopId}/resume": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Agrees to resume releases; two persons must. Role: approver, releaser, controller. */
        readonly post: operations["resumeStop"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Events in the order in which they are safe to read, oldest first. */
        readonly get: operations["listEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/event-stream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The same events as they come, as server-sent events: `data` is an Event, `id` its cursor. Without `Last-Event-ID` (or `after`) the stream begins now. */
        readonly get: operations["streamEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/evidence/{hash}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What a piece of evidence is. Role: auditor, controller or reconciler. */
        readonly get: operations["getEvidence"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/evidence/{hash}/content": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Its bytes, as they were received or sent. Role: auditor, controller, reconciler. */
        readonly get: operations["downloadEvidence"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/audit/leaves": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lines of the audit log, newest first. Role: auditor or controller. */
        readonly get: operations["listAuditLeaves"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/audit/checkpoints": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The newest signed checkpoints. Role: auditor or controller. */
        readonly get: operations["listAuditCheckpoints"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/audit/verifications": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Verifies the whole installation and answers when it is done; one at a time. Role: auditor or controller. */
        readonly post: operations["verifyAudit"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/operations/{operationId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How far a piece of work has come. */
        readonly get: operations["getOperation"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tasks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How much of each kind of work waits, runs or was given up. */
        readonly get: operations["listTasks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/dead-letters": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Work that was given up, with its cause, oldest first; at most 500. */
        readonly get: operations["listDeadLetters"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/dead-letters/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Puts dead letters back to work. Role: controller of the company of each. */
        readonly post: operations["replayDeadLetters"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/webhook-subscriptions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Systems that hear of events, newest first. */
        readonly get: operations["listSubscriptions"];
        readonly put?: never;
        /** Lets another system hear of events from now on. Role: controller of every company. */
        readonly post: operations["subscribe"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/webhook-subscriptions/{subscriptionId}/end": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Ends a subscription. Role: controller of every company. */
        readonly post: operations["unsubscribe"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/webhook-subscriptions/{subscriptionId}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Delivers dead letters of a subscriber again, those of one company; events keep their ids. Call it again while `hasMore`. Role: controller. */
        readonly post: operations["replayDeliveries"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/webhook-deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The delivery log: what each subscriber was owed and what became of it. */
        readonly get: operations["listDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The tokens of this person, newest first; a token is made by the command line. */
        readonly get: operations["listTokens"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens/{tokenId}/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Ends a token at once. Its own person may, and a controller of its companies. */
        readonly post: operations["revokeToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/livez": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The process answers. */
        readonly get: operations["livez"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The process can do its work: its database answers. */
        readonly get: operations["readyz"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Business and technical figures of the token’s companies, for Prometheus. */
        readonly get: operations["metrics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This document. */
        readonly get: operations["getDocument"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/docs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This document as a page to read; it loads nothing from elsewhere. */
        readonly get: operations["getReference"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhooks/{connectionName}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Takes what a counterparty pushes. It carries no token: its signature is checked, and it is stored before it is acknowledged. The same message again has no further effect. */
        readonly post: operations["receiveWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly AllocatedMatch: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            readonly statementLineId: components["schemas"]["Id"];
            /** @enum {string} */
            readonly evidenceClass: "A" | "B" | "C" | "D" | "E";
            readonly rule: string;
            readonly explanation: string;
            /** @enum {string} */
            readonly state: "proposed" | "posting" | "posted" | "undone";
            readonly madeAt: components["schemas"]["Instant"];
            readonly externalReconciliation: string | null;
            readonly allocations: readonly components["schemas"]["MatchAllocation"][];
        };
        /** @description A request for approval, bound to one content hash. */
        readonly Approval: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            /** @enum {string} */
            readonly subject: "batch" | "case_resolution" | "reopen_unknown" | "resume";
            readonly subjectId: string;
            readonly contentHash: components["schemas"]["ContentHash"];
            readonly policyVersion: number;
            readonly approversRequired: number;
            /** @enum {string} */
            readonly state: "requested" | "partially_approved" | "approved" | "rejected" | "withdrawn" | "void" | "expired" | "consumed";
            readonly requestedBy: components["schemas"]["Id"];
            readonly requestedAt: components["schemas"]["Instant"];
            readonly expiresAt: components["schemas"]["Instant"];
        };
        readonly ApprovalDecision: {
            readonly id: components["schemas"]["Id"];
            readonly approvalId: components["schemas"]["Id"];
            readonly personId: components["schemas"]["Id"];
            /** @enum {string} */
            readonly decision: "approve" | "reject";
            readonly contentHash: components["schemas"]["ContentHash"];
            readonly reason: string | null;
            readonly decidedAt: components["schemas"]["Instant"];
        };
        readonly ApprovalPage: {
            readonly items: readonly components["schemas"]["Approval"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        readonly AskedPosting: {
            readonly caseId: components["schemas"]["Id"];
            readonly tasks: readonly string[];
            readonly operationId: components["schemas"]["Id"];
        };
        readonly AskedUndo: {
            readonly matchId: components["schemas"]["Id"];
            readonly statementLineId: components["schemas"]["Id"];
            readonly operationId: components["schemas"]["Id"];
        };
        /** @description One message to a bank, committed before any byte left. */
        readonly Attempt: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            readonly batchId: components["schemas"]["Id"];
            readonly ownAccountId: components["schemas"]["Id"];
            readonly messageId: string;
            readonly number: number;
            readonly fileName: string;
            /** @description The evidence that holds the bytes of the message. */
            readonly payloadHash: components["schemas"]["Hash"];
            readonly paymentCount: number;
            readonly totalMinor: components["schemas"]["Minor"];
            /** @enum {string} */
            readonly state: "prepared" | "sending" | "acknowledged" | "rejected" | "unknown" | "void";
            readonly inquiries: number;
            readonly preparedAt: components["schemas"]["Instant"];
            readonly sentAt: components["schemas"]["Instant"] | null;
        };
        readonly AttemptPage: {
            readonly items: readonly components["schemas"]["Attempt"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        readonly AuditCheckpoint: {
            readonly number: string;
            readonly leafCount: string;
            readonly rootHash: components["schemas"]["Hash"];
            /** @description The signed note as it is anchored outside the database. */
            readonly note: string;
            readonly signedAt: components["schemas"]["Instant"];
        };
        readonly AuditCheckpointList: {
            readonly items: readonly components["schemas"]["AuditCheckpoint"][];
        };
        /** @description One line of the audit log: one verb on one object. */
        readonly AuditLeaf: {
            readonly id: components["schemas"]["Id"];
            readonly entityId: components["schemas"]["Id"] | null;
            readonly at: components["schemas"]["Instant"];
            /** @enum {string} */
            readonly actorKind: "person" | "service";
            readonly actorId: string;
            readonly correlationId: string;
            readonly verb: string;
            readonly objectKind: string;
            readonly objectId: string;
            readonly objectVersion: number;
            readonly rowDigest: components["schemas"]["Hash"];
            /** @description Canonical JSON of what changed. */
            readonly detail: string;
            readonly leafHash: components["schemas"]["Hash"];
        };
        readonly AuditLeafPage: {
            readonly items: readonly components["schemas"]["AuditLeaf"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description Database and evidence held against the checkpoints anchored outside of it. */
        readonly AuditVerification: {
            readonly ok: boolean;
            readonly findingCount: number;
            readonly leavesChecked: number;
            readonly rowsChecked: number;
            readonly evidenceChecked: number;
            readonly findings: readonly {
                readonly code: string;
                readonly sentence: string;
            }[];
        };
        /** @description Where a party is paid. */
        readonly BankDetails: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            readonly partyId: components["schemas"]["Id"];
            /** @description The account number, masked. */
            readonly account: string;
            readonly bic: string | null;
            readonly currency: components["schemas"]["Currency"] | null;
            readonly trusted: boolean;
            readonly active: boolean;
        };
        readonly BankDetailsPage: {
            readonly items: readonly components["schemas"]["BankDetails"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description What a bank said of a payment. */
        readonly BankFact: {
            readonly id: components["schemas"]["Id"];
            readonly paymentId: components["schemas"]["Id"];
            readonly attemptId: components["schemas"]["Id"] | null;
            readonly code: string;
            readonly reason: string | null;
            readonly amountMinor: components["schemas"]["Minor"] | null;
            readonly bankTime: string;
            readonly source: string;
            readonly evidenceHash: components["schemas"]["Hash"];
            readonly recordedAt: components["schemas"]["Instant"];
        };
        /** @description Payments of one account and day; a proposal while it is open. */
        readonly Batch: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            readonly reference: string;
            readonly ownAccountId: components["schemas"]["Id"];
            readonly currency: components["schemas"]["Currency"];
            readonly executionDate: components["schemas"]["Day"];
            /** @enum {string} */
            readonly state: "open" | "frozen" | "approved" | "released" | "closed" | "cancelled";
            readonly paymentCount: number;
            readonly totalMinor: components["schemas"]["Minor"];
            /** @description What people approve; null before submission. */
            readonly contentHash: components["schemas"]["ContentHash"] | null;
            readonly proposedBy: components["schemas"]["Id"];
            readonly releasedBy: components["schemas"]["Id"] | null;
            readonly createdAt: components["schemas"]["Instant"];
        };
        readonly BatchPage: {
            readonly items: readonly components["schemas"]["Batch"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description Who the token acts as, and what it reaches at this moment. */
        readonly Caller: {
            readonly tokenId: components["schemas"]["Id"];
            readonly person: components["schemas"]["Person"];
            readonly permissions: readonly string[];
            readonly entityIds: readonly components["schemas"]["Id"][];
            readonly roles: readonly {
                readonly entityId: components["schemas"]["Id"];
                readonly role: string;
            }[];
        };
        readonly CancelledPayment: {
            readonly reference: string;
        };
        /** @description An exception with an owner, money at risk and a next action. */
        readonly Case: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            /** @enum {string} */
            readonly kind: "rejected_posting" | "duplicate_invoice" | "closed_period" | "rejected_payment" | "returned_payment" | "missing_bank_reference" | "approval_mismatch" | "orphaned_payment" | "evidence_conflict" | "unknown_outcome" | "unmatched_line" | "statement_gap" | "statement_imbalance" | "quarantined_file" | "invalid_payment" | "bill_changed" | "drift" | "bank_hold" | "bank_confirmation" | "dead_letter";
            /** @enum {string} */
            readonly nature: "technical" | "business";
            readonly severity: number;
            /** @enum {string} */
            readonly state: "open" | "triaged" | "in_progress" | "waiting_external" | "proposed_resolution" | "approved_resolution" | "resolved" | "closed";
            readonly objectKind: string;
            readonly objectId: string;
            readonly cause: string;
            readonly detail: string;
            readonly nextAction: string;
            readonly ownerRole: string;
            readonly ownerId: components["schemas"]["Id"] | null;
            readonly currency: components["schemas"]["Currency"] | null;
            readonly atRiskMinor: components["schemas"]["Minor"];
            readonly openedAt: components["schemas"]["Instant"];
            readonly dueAt: components["schemas"]["Instant"];
            readonly resolvedAt: components["schemas"]["Instant"] | null;
            readonly resolution: string | null;
        };
        readonly CasePage: {
            readonly items: readonly components["schemas"]["Case"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description The money of the accounts, each with the day that it is of. */
        readonly CashPosition: {
            readonly at: components["schemas"]["Instant"];
            readonly accounts: readonly {
                readonly entityId: components["schemas"]["Id"];
                readonly entityCode: string;
                readonly ownAccountId: components["schemas"]["Id"];
                readonly accountName: string;
                readonly currency: components["schemas"]["Currency"];
                readonly bank: string;
                /** @description Null before the first statement: not known. */
                readonly booked: {
                    readonly minor: components["schemas"]["Minor"];
                    /** @description At its end. */
                    readonly day: components["schemas"]["Day"];
                    readonly toldAt: components["schemas"]["Instant"] | null;
                    readonly statement: string | null;
                } | null;
                readonly underWayMinor: components["schemas"]["Minor"];
                readonly waitingMinor: components["schemas"]["Minor"];
                readonly freeMinor: components["schemas"]["Minor"] | null;
                readonly expectedDay: components["schemas"]["Day"];
                /** @description True: the balance is older than it should be. */
                readonly stale: boolean;
            }[];
            readonly byEntity: readonly {
                /** @description Code of the company, or key of the bank. */
                readonly of: string;
                readonly currency: components["schemas"]["Currency"];
                readonly bookedMinor: components["schemas"]["Minor"] | null;
                readonly freeMinor: components["schemas"]["Minor"] | null;
                readonly underWayMinor: components["schemas"]["Minor"];
                readonly waitingMinor: components["schemas"]["Minor"];
                /** @description The oldest of the days of the balances in it. */
                readonly asOf: components["schemas"]["Day"] | null;
                readonly missing: readonly string[];
                readonly stale: readonly string[];
            }[];
            readonly byBank: readonly {
                /** @description Code of the company, or key of the bank. */
                readonly of: string;
                readonly currency: components["schemas"]["Currency"];
                readonly bookedMinor: components["schemas"]["Minor"] | null;
                readonly freeMinor: components["schemas"]["Minor"] | null;
                readonly underWayMinor: components["schemas"]["Minor"];
                readonly waitingMinor: components["schemas"]["Minor"];
                /** @description The oldest of the days of the balances in it. */
                readonly asOf: components["schemas"]["Day"] | null;
                readonly missing: readonly string[];
                readonly stale: readonly string[];
            }[];
        };
        /** @description A counterparty and how it last answered. */
        readonly Connection: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            readonly name: string;
            readonly connector: string;
            readonly active: boolean;
            readonly lastSuccessAt: components["schemas"]["Instant"] | null;
            readonly lastFaultAt: components["schemas"]["Instant"] | null;
            /** @description Null: it answered last time. */
            readonly lastFault: string | null;
        };
        readonly ConnectionPage: {
            readonly items: readonly components["schemas"]["Connection"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description Version of the canonical form and SHA-256 of the content: what people approve. */
        readonly ContentHash: string;
        /** @description ISO 4217. */
        readonly Currency: string;
        /** @description A calendar day without time or zone. */
        readonly Day: string;
        readonly DeadLetter: {
            readonly id: string;
            readonly task: string;
            readonly entityId: components["schemas"]["Id"] | null;
            readonly correlationId: string;
            readonly failedAt: components["schemas"]["Instant"];
            readonly attempts: number;
            readonly cause: string;
        };
        readonly DeadLetterList: {
            readonly items: readonly components["schemas"]["DeadLetter"][];
        };
        readonly Decided: {
            /** @enum {string} */
            readonly state: "requested" | "partially_approved" | "approved" | "rejected" | "withdrawn" | "void" | "expired" | "consumed";
            /** @description How many more persons must approve. */
            readonly missing: number;
        };
        readonly DecidedApproval: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            /** @enum {string} */
            readonly subject: "batch" | "case_resolution" | "reopen_unknown" | "resume";
            readonly subjectId: string;
            readonly contentHash: components["schemas"]["ContentHash"];
            readonly policyVersion: number;
            readonly approversRequired: number;
            /** @enum {string} */
            readonly state: "requested" | "partially_approved" | "approved" | "rejected" | "withdrawn" | "void" | "expired" | "consumed";
            readonly requestedBy: components["schemas"]["Id"];
            readonly requestedAt: components["schemas"]["Instant"];
            readonly expiresAt: components["schemas"]["Instant"];
            readonly decisions: readonly components["schemas"]["ApprovalDecision"][];
        };
        /** @description One person’s word on a batch. */
        readonly DecisionWish: {
            /** @enum {string} */
            readonly decision: "approve" | "reject";
            /** @description The hash of what you looked at; another one is refused. */
            readonly contentHash: components["schemas"]["ContentHash"];
            /** @description Required for a rejection. */
            readonly reason?: string;
        };
        /** @description One event owed to one subscriber, and what became of it. */
        readonly Delivery: {
            readonly id: components["schemas"]["Id"];
            readonly version: number;
            readonly subscriptionId: components["schemas"]["Id"];
            readonly eventId: components["schemas"]["Id"];
            readonly entityId: components["schemas"]["Id"];
            /** @enum {string} */
            readonly state: "pending" | "delivered" | "dead_letter";
            readonly attempts: number;
            readonly lastStatus: string | null;
        };
        readonly DeliveryPage: {
            readonly items: readonly components["schemas"]["Delivery"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        readonly EngagedStop: {
            readonly stopId: components["schemas"]["Id"];
        };
        /** @description A company of the group. */
        readonly Entity: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            readonly code: string;
            readonly name: string;
            readonly country: string;
            readonly currency: components["schemas"]["Currency"];
            /** @description IANA zone of its business day. */
            readonly timeZone: string;
            /** @description Nothing is posted on or before it. */
            readonly lockedUntil: components["schemas"]["Day"] | null;
        };
        readonly EntityPage: {
            readonly items: readonly components["schemas"]["Entity"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description An object moved: which one, how, when. It carries ids only. */
        readonly Event: {
            /** @description Where a reader stands: pass it as `after`, or as `Last-Event-ID` of the stream. */
            readonly cursor: string;
            readonly id: components["schemas"]["Id"];
            readonly type: string;
            readonly entityId: components["schemas"]["Id"];
            readonly objectKind: string;
            readonly objectId: components["schemas"]["Id"];
            readonly occurredAt: components["schemas"]["Instant"];
            readonly correlationId: components["schemas"]["Id"];
        };
        readonly EventPage: {
            readonly items: readonly components["schemas"]["Event"][];
            /** @description Where to go on, now or later; null when there is none. */
            readonly next: string | null;
        };
        /** @description Bytes as they were received or sent. */
        readonly Evidence: {
            readonly id: components["schemas"]["Id"];
            readonly hash: components["schemas"]["Hash"];
            readonly mediaType: string;
            readonly sizeBytes: number;
            readonly kind: string;
            readonly receivedAt: components["schemas"]["Instant"];
        };
        /** @description A flow with everything that it declares before it may run. */
        readonly Flow: {
            readonly name: string;
            readonly v: number;
            readonly owner: {
                readonly role: string;
                readonly name: string;
            };
            readonly trigger: string;
            readonly frequency: string;
            readonly timingOwner: string;
            readonly systemOfRecord: {
                readonly [key: string]: string;
            };
            readonly sequencing: string;
            readonly reconciliationRule: string;
            readonly exceptionPath: string;
            readonly slaMinutes: number;
            readonly tasks: readonly string[];
        };
        readonly FlowList: {
            readonly items: readonly components["schemas"]["Flow"][];
        };
        /** @description SHA-256, lower-case hexadecimal. */
        readonly Hash: string;
        /** @description Names one object; sorts by the time at which it was made. */
        readonly Id: string;
        /** @description A moment in UTC with milliseconds. */
        readonly Instant: string;
        /** @description A booked line explained, with its proof. */
        readonly Match: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            readonly statementLineId: components["schemas"]["Id"];
            /** @enum {string} */
            readonly evidenceClass: "A" | "B" | "C" | "D" | "E";
            readonly rule: string;
            readonly explanation: string;
            /** @enum {string} */
            readonly state: "proposed" | "posting" | "posted" | "undone";
            readonly madeAt: components["schemas"]["Instant"];
            readonly externalReconciliation: string | null;
        };
        readonly MatchAllocation: {
            readonly id: components["schemas"]["Id"];
            readonly matchId: components["schemas"]["Id"];
            /** @enum {string} */
            readonly kind: "payment" | "open_item" | "account" | "return";
            readonly paymentId: components["schemas"]["Id"] | null;
            readonly openItemId: components["schemas"]["Id"] | null;
            readonly accountRole: string | null;
            readonly amountMinor: components["schemas"]["Minor"];
        };
        readonly MatchPage: {
            readonly items: readonly components["schemas"]["Match"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description Minor units of the currency beside it (cents of EUR, yen of JPY), as text. */
        readonly Minor: string;
        /** @description A bill or credit note as the accounts last told it. */
        readonly OpenItem: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            /** @enum {string} */
            readonly kind: "bill" | "credit_note";
            readonly partyId: components["schemas"]["Id"];
            readonly number: string;
            readonly supplierReference: string | null;
            readonly invoiceDate: components["schemas"]["Day"];
            readonly dueDate: components["schemas"]["Day"];
            readonly discountDate: components["schemas"]["Day"] | null;
            readonly discountMinor: components["schemas"]["Minor"] | null;
            readonly currency: components["schemas"]["Currency"];
            readonly totalMinor: components["schemas"]["Minor"];
            readonly residualMinor: components["schemas"]["Minor"];
            /** @enum {string} */
            readonly state: "open" | "paid" | "reset" | "cancelled";
            readonly blocked: boolean;
            /** @description Open or sent before go-live: not the hub’s to pay. */
            readonly baselined: boolean;
        };
        readonly OpenItemPage: {
            readonly items: readonly components["schemas"]["OpenItem"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description Work that goes on after its answer: everything under one correlation id. */
        readonly Operation: {
            readonly id: components["schemas"]["Id"];
            /**
             * @description `failed`: work of it was given up and is a dead letter with a case.
             * @enum {string}
             */
            readonly state: "running" | "done" | "failed";
            readonly waiting: number;
            readonly active: number;
            readonly deadLetters: number;
            /** @description What has been done so far. */
            readonly leaves: readonly components["schemas"]["AuditLeaf"][];
        };
        /** @description A bank account of our own. */
        readonly OwnAccount: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            /** @description The account number, masked. */
            readonly account: string;
            readonly bic: string | null;
            readonly name: string;
            readonly currency: components["schemas"]["Currency"];
            readonly bankProfile: string;
            readonly bankConnectionId: components["schemas"]["Id"];
            readonly bookedBalanceMinor: components["schemas"]["Minor"] | null;
            /** @description The day of the newest statement. */
            readonly balanceDate: components["schemas"]["Day"] | null;
        };
        readonly OwnAccountPage: {
            readonly items: readonly components["schemas"]["OwnAccount"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description Somebody the group trades with. */
        readonly Party: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @enum {string} */
            readonly role: "supplier" | "customer" | "employee";
            readonly name: string;
            readonly country: string | null;
            readonly city: string | null;
        };
        readonly PartyPage: {
            readonly items: readonly components["schemas"]["Party"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description One instruction to pay one party. */
        readonly Payment: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            /** @description The EndToEndId: used by people and banks alike. */
            readonly reference: string;
            readonly batchId: components["schemas"]["Id"];
            readonly ownAccountId: components["schemas"]["Id"];
            readonly partyId: components["schemas"]["Id"];
            readonly currency: components["schemas"]["Currency"];
            readonly instructedMinor: components["schemas"]["Minor"];
            readonly settledMinor: components["schemas"]["Minor"];
            readonly returnedMinor: components["schemas"]["Minor"];
            readonly reversedMinor: components["schemas"]["Minor"];
            readonly executionDate: components["schemas"]["Day"];
            /** @enum {string} */
            readonly priority: "normal" | "urgent";
            readonly remittance: string;
            /** @enum {string} */
            readonly state: "imported" | "draft" | "invalid" | "validated" | "awaiting_approval" | "rejected" | "approved" | "released" | "submitted" | "unknown" | "accepted" | "pending_settlement" | "partially_settled" | "settled" | "reconciled" | "failed" | "returned" | "reversed" | "recall_pending" | "recalled" | "cancel_pending" | "cancelled" | "expired";
            readonly stateSince: components["schemas"]["Instant"];
            readonly contentHash: components["schemas"]["ContentHash"] | null;
            readonly liveAttemptId: components["schemas"]["Id"] | null;
            readonly hold: string | null;
            readonly reason: string | null;
            /** @enum {string} */
            readonly accountsState: "none" | "registered" | "posted" | "withdrawn";
            readonly replacesPaymentId: components["schemas"]["Id"] | null;
        };
        readonly PaymentPage: {
            readonly items: readonly components["schemas"]["Payment"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        readonly PaymentTotals: {
            readonly items: readonly {
                readonly entityId: components["schemas"]["Id"];
                readonly currency: components["schemas"]["Currency"];
                /** @enum {string} */
                readonly state: "imported" | "draft" | "invalid" | "validated" | "awaiting_approval" | "rejected" | "approved" | "released" | "submitted" | "unknown" | "accepted" | "pending_settlement" | "partially_settled" | "settled" | "reconciled" | "failed" | "returned" | "reversed" | "recall_pending" | "recalled" | "cancel_pending" | "cancelled" | "expired";
                readonly count: string;
                readonly instructedMinor: components["schemas"]["Minor"];
                readonly settledMinor: components["schemas"]["Minor"];
                readonly returnedMinor: components["schemas"]["Minor"];
            }[];
        };
        /** @description Where a payment is, and why: every object, every answer, every proof. */
        readonly PaymentTrace: {
            readonly payment: components["schemas"]["Payment"];
            readonly party: components["schemas"]["Party"] | null;
            readonly batch: components["schemas"]["Batch"] | null;
            readonly bills: readonly {
                readonly amountMinor: components["schemas"]["Minor"];
                readonly discountMinor: components["schemas"]["Minor"];
                readonly openItem: components["schemas"]["OpenItem"] | null;
            }[];
            readonly approvals: readonly {
                readonly approval: components["schemas"]["Approval"];
                readonly decisions: readonly components["schemas"]["ApprovalDecision"][];
            }[];
            readonly attempts: readonly {
                readonly endToEndId: string;
                readonly live: boolean;
                readonly attempt: components["schemas"]["Attempt"] | null;
            }[];
            /** @description In the order of the bank’s time. */
            readonly facts: readonly components["schemas"]["BankFact"][];
            readonly evidence: readonly components["schemas"]["Evidence"][];
            readonly matches: readonly {
                readonly match: components["schemas"]["Match"];
                readonly allocations: readonly components["schemas"]["MatchAllocation"][];
                readonly line: components["schemas"]["StatementLine"] | null;
                readonly statement: components["schemas"]["Statement"] | null;
            }[];
            readonly externalIds: readonly {
                readonly scheme: string;
                readonly externalId: string;
                readonly objectKind: string;
                readonly objectId: string;
            }[];
            readonly cases: readonly components["schemas"]["Case"][];
            /** @description Who did what, in the order of commits. */
            readonly leaves: readonly components["schemas"]["AuditLeaf"][];
        };
        /** @description Somebody who acts in the hub. */
        readonly Person: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            readonly name: string;
            readonly active: boolean;
            /** @description True for a service account, which never approves. */
            readonly machine: boolean;
        };
        readonly PersonPage: {
            readonly items: readonly components["schemas"]["Person"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description A refusal (RFC 9457), from the one catalogue of errors. */
        readonly Problem: {
            /** @description `urn:quittance:problem:` and the code. */
            readonly type: string;
            /** @description What happened, in a sentence. */
            readonly title: string;
            readonly status: number;
            /** @description What of this case is worth saying. */
            readonly detail: string;
            /**
             * @description Which refusal.
             * @enum {string}
             */
            readonly code: "ILLEGAL_TRANSITION" | "NOT_FOUND" | "FORBIDDEN" | "MAKER_MAY_NOT_APPROVE" | "APPROVER_MAY_NOT_RELEASE" | "UNMAPPED_MAKER" | "ALREADY_DECIDED" | "CONTENT_CHANGED" | "APPROVAL_MISSING" | "STOPPED" | "ON_HOLD" | "CUT_OFF_PASSED" | "OUTSIDE_WINDOW" | "ABSENCE_UNPROVEN" | "INSUFFICIENT_FUNDS" | "CLOSED_PERIOD" | "BILL_CHANGED" | "INVALID_PAYMENT" | "NO_ROUTE" | "NOTHING_TO_PAY" | "NOT_THE_OWNER" | "CONFLICTING_CHANGE" | "DUPLICATE" | "UNKNOWN_OUTCOME" | "COUNTERPARTY_DOWN" | "COUNTERPARTY_REJECTED" | "UNAUTHORISED" | "DRIFT" | "FILE_QUARANTINED" | "STATEMENT_IMBALANCE" | "CONFIGURATION_INVALID" | "WRONG_DATABASE" | "DATABASE_DOWN" | "IN_USE" | "CANNOT_RUN_HERE" | "VERSION_CHANGED" | "UNAUTHENTICATED" | "SIGNATURE_INVALID" | "TOO_MANY_REQUESTS" | "IDEMPOTENCY_KEY_MISSING" | "IDEMPOTENCY_KEY_IN_FLIGHT" | "IDEMPOTENCY_KEY_REUSED" | "CURSOR_LOST" | "BAD_INPUT" | "INTERNAL";
            /** @enum {string} */
            readonly moneyMoved: "no" | "yes" | "unknown";
            /** @description What happened to the money, in a sentence. */
            readonly money: string;
            /** @description What to do next. */
            readonly action: string;
            /** @description True: the same request may succeed later, unchanged. */
            readonly retryable: boolean;
            /** @description Names this piece of work in logs, events and the audit. */
            readonly correlationId: string;
            /** @description The fields that are wrong, all of them. */
            readonly errors: readonly {
                readonly path: string;
                readonly message: string;
            }[];
        };
        /** @description The batch that was made, and which open bills are not in it, and why. */
        readonly Proposal: {
            readonly batchId: components["schemas"]["Id"];
            readonly reference: string;
            readonly ownAccountId: components["schemas"]["Id"];
            readonly accountName: string;
            readonly currency: components["schemas"]["Currency"];
            readonly executionDate: components["schemas"]["Day"];
            readonly paymentCount: number;
            readonly totalMinor: components["schemas"]["Minor"];
            readonly payments: readonly {
                readonly reference: string;
                readonly partyId: components["schemas"]["Id"];
                readonly amountMinor: components["schemas"]["Minor"];
                readonly bills: number;
                /** @description Why it goes from this account. */
                readonly route: readonly string[];
            }[];
            readonly leftOut: readonly {
                readonly number: string;
                readonly reason: string;
            }[];
        };
        readonly ProposalWish: {
            readonly ownAccountId: components["schemas"]["Id"];
            /** @description Bills due on or before this day. */
            readonly dueUntil: components["schemas"]["Day"];
            /** @description Not before this day; the earliest possible one when absent. */
            readonly executionDate?: components["schemas"]["Day"];
            readonly takeDiscounts?: boolean;
            /** @enum {string} */
            readonly priority?: "normal" | "urgent";
            /** @description Only these suppliers. */
            readonly partyIds?: readonly components["schemas"]["Id"][];
            /** @description Bills of which only a part is paid. */
            readonly parts?: readonly {
                readonly openItemId: components["schemas"]["Id"];
                readonly amountMinor: components["schemas"]["Minor"];
            }[];
        };
        /** @description One batch for each account that pays, and what no account can carry. */
        readonly ProposedRun: {
            readonly batches: readonly components["schemas"]["Proposal"][];
            readonly unrouted: readonly {
                readonly partyId: components["schemas"]["Id"];
                readonly currency: components["schemas"]["Currency"];
                readonly amountMinor: components["schemas"]["Minor"];
                readonly bills: readonly string[];
                readonly why: readonly string[];
            }[];
            readonly leftOut: readonly {
                readonly number: string;
                readonly reason: string;
            }[];
        };
        readonly Reason: {
            /** @description Kept for ever. */
            readonly reason: string;
        };
        readonly ReopenedBatch: {
            readonly reference: string;
            readonly executionDate: components["schemas"]["Day"];
        };
        readonly ReplayDeliveriesWish: {
            readonly entityId: components["schemas"]["Id"];
        };
        readonly ReplayWish: {
            readonly ids: readonly string[];
        };
        readonly Replayed: {
            readonly replayed: number;
            readonly operationId: components["schemas"]["Id"];
        };
        readonly ReplayedDeliveries: {
            readonly replayed: number;
            readonly hasMore: boolean;
            readonly operationId: components["schemas"]["Id"];
        };
        readonly RequestedApproval: {
            readonly contentHash: components["schemas"]["ContentHash"];
            readonly approversRequired: number;
            /** @description Why so many, by which policy. */
            readonly explanation: readonly string[];
        };
        readonly RequestedRelease: {
            readonly reference: string;
            readonly operationId: components["schemas"]["Id"];
        };
        readonly RerouteWish: {
            /** @description The best of the others when absent. */
            readonly ownAccountId?: components["schemas"]["Id"];
        };
        readonly Resolution: {
            /** @description What was done. */
            readonly resolution: string;
        };
        readonly ResolvedCase: {
            readonly caseId: components["schemas"]["Id"];
        };
        readonly ResumedStop: {
            readonly active: boolean;
            readonly missing: number;
        };
        readonly RevokedToken: {
            readonly tokenId: components["schemas"]["Id"];
        };
        readonly RunWish: {
            readonly entityId: components["schemas"]["Id"];
            /** @description Bills due on or before this day. */
            readonly dueUntil: components["schemas"]["Day"];
            /** @description Not before this day; the earliest possible one when absent. */
            readonly executionDate?: components["schemas"]["Day"];
            readonly takeDiscounts?: boolean;
            /** @enum {string} */
            readonly priority?: "normal" | "urgent";
            /** @description Only these suppliers. */
            readonly partyIds?: readonly components["schemas"]["Id"][];
            /** @description Bills of which only a part is paid. */
            readonly parts?: readonly {
                readonly openItemId: components["schemas"]["Id"];
                readonly amountMinor: components["schemas"]["Minor"];
            }[];
        };
        /** @description One statement of one account as the bank sent it. */
        readonly Statement: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            readonly ownAccountId: components["schemas"]["Id"];
            readonly evidenceHash: components["schemas"]["Hash"];
            readonly bankStatementId: string;
            readonly sequenceNumber: string | null;
            readonly currency: components["schemas"]["Currency"];
            readonly fromDate: components["schemas"]["Day"];
            readonly toDate: components["schemas"]["Day"];
            readonly openingMinor: components["schemas"]["Minor"];
            readonly closingMinor: components["schemas"]["Minor"];
            readonly lineCount: number;
            /** @enum {string} */
            readonly state: "received" | "stored" | "parsed" | "verified" | "loaded" | "closed" | "quarantined" | "duplicate" | "superseded";
            readonly importedAt: components["schemas"]["Instant"];
        };
        /** @description One booked entry. */
        readonly StatementLine: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            /** @description The company it belongs to. */
            readonly entityId: components["schemas"]["Id"];
            readonly ownAccountId: components["schemas"]["Id"];
            readonly statementId: components["schemas"]["Id"];
            readonly entryKey: string;
            readonly bookingDate: components["schemas"]["Day"];
            readonly valueDate: components["schemas"]["Day"];
            readonly currency: components["schemas"]["Currency"];
            /** @description Signed: money in is positive. */
            readonly amountMinor: components["schemas"]["Minor"];
            readonly kind: string;
            readonly bankReference: string | null;
            readonly endToEndId: string | null;
            readonly partyName: string | null;
            readonly remittance: string;
            readonly returnReason: string | null;
            /** @enum {string} */
            readonly state: "new" | "candidate" | "suggested" | "matched" | "rule_posted" | "case" | "suspense";
            /** @description True once it stands in the accounts. */
            readonly posted: boolean;
        };
        readonly StatementLinePage: {
            readonly items: readonly components["schemas"]["StatementLine"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        readonly StatementPage: {
            readonly items: readonly components["schemas"]["Statement"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        /** @description An emergency stop: one person stops, two resume. */
        readonly Stop: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            readonly entityId: components["schemas"]["Id"] | null;
            readonly ownAccountId: components["schemas"]["Id"] | null;
            readonly active: boolean;
            readonly reason: string;
            readonly stoppedBy: components["schemas"]["Id"];
            readonly stoppedAt: components["schemas"]["Instant"];
            readonly resumedBy: readonly components["schemas"]["Id"][];
        };
        readonly StopPage: {
            readonly items: readonly components["schemas"]["Stop"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        readonly StopWish: {
            readonly entityId: components["schemas"]["Id"];
            /** @description Null: every account of the company. */
            readonly ownAccountId: components["schemas"]["Id"] | null;
            readonly reason: string;
        };
        readonly Subscribed: {
            readonly subscriptionId: components["schemas"]["Id"];
        };
        /** @description Another system that hears of events. */
        readonly Subscription: {
            readonly id: components["schemas"]["Id"];
            readonly version: number;
            readonly name: string;
            readonly url: string;
            readonly eventTypes: readonly string[];
            /** @description Name of the signing secret in the configuration. */
            readonly secretName: string;
            readonly active: boolean;
        };
        readonly SubscriptionPage: {
            readonly items: readonly components["schemas"]["Subscription"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        readonly SubscriptionWish: {
            readonly name: string;
            readonly url: string;
            /** @description Types, families such as `payment.*`, or `*`. */
            readonly eventTypes: readonly string[];
            readonly secretName: string;
        };
        readonly TakenBackBatch: {
            readonly reference: string;
            /** @description Messages that will not leave. */
            readonly messages: readonly string[];
        };
        readonly TaskDepths: {
            readonly items: readonly {
                readonly name: string;
                readonly waiting: number;
                readonly active: number;
                readonly deadLetters: number;
            }[];
        };
        /** @description A key to this API, without its text. */
        readonly Token: {
            readonly id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            readonly version: number;
            readonly name: string;
            readonly personId: components["schemas"]["Id"];
            readonly permissions: readonly string[];
            readonly entityIds: readonly components["schemas"]["Id"][];
            readonly createdAt: components["schemas"]["Instant"];
            readonly expiresAt: components["schemas"]["Instant"];
            readonly revokedAt: components["schemas"]["Instant"] | null;
        };
        readonly TokenPage: {
            readonly items: readonly components["schemas"]["Token"][];
            /** @description Pass it as `after`; null after the last page. */
            readonly next: string | null;
        };
        readonly UndoReason: {
            readonly reason: string;
        };
        readonly Unsubscribed: Record<string, never>;
        readonly Uploaded: {
            readonly inboxId: components["schemas"]["Id"];
            readonly known: boolean;
            readonly operationId: components["schemas"]["Id"];
        };
        readonly ValidatedBatch: {
            readonly valid: number;
            readonly invalid: readonly {
                readonly reference: string;
                readonly reasons: readonly string[];
            }[];
        };
    };
    responses: {
        /** @description A refusal; `code` says which, `moneyMoved` and `action` what it means. */
        readonly Problem: {
            headers: {
                readonly "X-Request-Id": components["headers"]["RequestId"];
                readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Yours, when you sent one; ours otherwise. */
        readonly RequestId: string;
        /** @description Names this piece of work in logs, events, audit and problems. */
        readonly CorrelationId: components["schemas"]["Id"];
        /** @description The version of the object; send it as If-Match. */
        readonly ETag: string;
        /** @description What was made, or the operation. */
        readonly Location: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getCaller: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Caller"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listEntities: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EntityPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getEntity: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly entityId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Entity"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listPersons: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PersonPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listFlows: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["FlowList"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listParties: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                readonly role?: "supplier" | "customer" | "employee";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PartyPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getParty: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly partyId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Party"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listBankDetails: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                readonly partyId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BankDetailsPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listOwnAccounts: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OwnAccountPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getOwnAccount: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly ownAccountId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OwnAccount"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listConnections: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ConnectionPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getConnection: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly connectionId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listOpenItems: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly state?: "open" | "paid" | "reset" | "cancelled";
                readonly partyId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OpenItemPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getOpenItem: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly openItemId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OpenItem"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listBatches: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly state?: "open" | "frozen" | "approved" | "released" | "closed" | "cancelled";
                readonly ownAccountId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BatchPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly createProposal: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ProposalWish"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 201: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Proposal"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly batchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getApprovalSheet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly batchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly validateBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly batchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ValidatedBatch"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly submitBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly batchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RequestedApproval"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly decideBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly batchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["DecisionWish"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Decided"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly reopenBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly batchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReopenedBatch"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly releaseBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly batchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Taken on; the operation goes on. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RequestedRelease"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listApprovals: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly state?: "requested" | "partially_approved" | "approved" | "rejected" | "withdrawn" | "void" | "expired" | "consumed";
                readonly subjectId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApprovalPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getApproval: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly approvalId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DecidedApproval"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly proposeRun: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunWish"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 201: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProposedRun"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly rerouteBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly batchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RerouteWish"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProposedRun"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly takeBackBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly batchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TakenBackBatch"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getCashPosition: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CashPosition"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listPayments: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly state?: "imported" | "draft" | "invalid" | "validated" | "awaiting_approval" | "rejected" | "approved" | "released" | "submitted" | "unknown" | "accepted" | "pending_settlement" | "partially_settled" | "settled" | "reconciled" | "failed" | "returned" | "reversed" | "recall_pending" | "recalled" | "cancel_pending" | "cancelled" | "expired";
                readonly batchId?: components["schemas"]["Id"];
                readonly partyId?: components["schemas"]["Id"];
                readonly reference?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PaymentPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly paymentId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly tracePayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly anyId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PaymentTrace"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly totalPayments: {
        readonly parameters: {
            readonly query?: {
                readonly entityId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PaymentTotals"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly cancelPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly paymentId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Reason"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CancelledPayment"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listAttempts: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly state?: "prepared" | "sending" | "acknowledged" | "rejected" | "unknown" | "void";
                readonly batchId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AttemptPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getAttempt: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly attemptId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Attempt"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listStatements: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly ownAccountId?: components["schemas"]["Id"];
                readonly state?: "received" | "stored" | "parsed" | "verified" | "loaded" | "closed" | "quarantined" | "duplicate" | "superseded";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StatementPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getStatement: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly statementId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listStatementLines: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly statementId?: components["schemas"]["Id"];
                readonly state?: "new" | "candidate" | "suggested" | "matched" | "rule_posted" | "case" | "suspense";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StatementLinePage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly uploadFile: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
            };
            readonly path: {
                readonly connectionId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/octet-stream": unknown;
            };
        };
        readonly responses: {
            /** @description Taken on; the operation goes on. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Uploaded"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listMatches: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly statementLineId?: components["schemas"]["Id"];
                readonly state?: "proposed" | "posting" | "posted" | "undone";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MatchPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getMatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly matchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AllocatedMatch"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly undoMatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly matchId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UndoReason"];
            };
        };
        readonly responses: {
            /** @description Taken on; the operation goes on. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AskedUndo"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listCases: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly state?: "open" | "triaged" | "in_progress" | "waiting_external" | "proposed_resolution" | "approved_resolution" | "resolved" | "closed";
                readonly kind?: "rejected_posting" | "duplicate_invoice" | "closed_period" | "rejected_payment" | "returned_payment" | "missing_bank_reference" | "approval_mismatch" | "orphaned_payment" | "evidence_conflict" | "unknown_outcome" | "unmatched_line" | "statement_gap" | "statement_imbalance" | "quarantined_file" | "invalid_payment" | "bill_changed" | "drift" | "bank_hold" | "bank_confirmation" | "dead_letter";
                readonly objectId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CasePage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getCase: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly caseId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Case"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly resolveCase: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly caseId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Resolution"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResolvedCase"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly postAgain: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly caseId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Taken on; the operation goes on. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AskedPosting"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listStops: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StopPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly engageStop: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["StopWish"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 201: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EngagedStop"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly resumeStop: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly stopId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ResumedStop"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Where a reader stands: pass it as `after`, or as `Last-Event-ID` of the stream. */
                readonly after?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EventPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly streamEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Where a reader stands: pass it as `after`, or as `Last-Event-ID` of the stream. */
                readonly after?: string;
            };
            readonly header?: {
                /** @description The `id` of the last event that you saw. */
                readonly "Last-Event-ID"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getEvidence: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly hash: components["schemas"]["Hash"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Evidence"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly downloadEvidence: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly hash: components["schemas"]["Hash"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/octet-stream": unknown;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listAuditLeaves: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly objectId?: components["schemas"]["Id"];
                readonly correlationId?: components["schemas"]["Id"];
                readonly actorId?: string;
                readonly verb?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditLeafPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listAuditCheckpoints: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditCheckpointList"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly verifyAudit: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditVerification"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getOperation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly operationId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Operation"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listTasks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TaskDepths"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listDeadLetters: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeadLetterList"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly replayDeadLetters: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReplayWish"];
            };
        };
        readonly responses: {
            /** @description Taken on; the operation goes on. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Replayed"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listSubscriptions: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SubscriptionPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly subscribe: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SubscriptionWish"];
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 201: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Subscribed"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly unsubscribe: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly subscriptionId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Unsubscribed"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly replayDeliveries: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
            };
            readonly path: {
                readonly subscriptionId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReplayDeliveriesWish"];
            };
        };
        readonly responses: {
            /** @description Taken on; the operation goes on. */
            readonly 202: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly Location: components["headers"]["Location"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReplayedDeliveries"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listDeliveries: {
        readonly parameters: {
            readonly query?: {
                /** @description How many items. */
                readonly limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                readonly after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                readonly entityId?: components["schemas"]["Id"];
                readonly subscriptionId?: components["schemas"]["Id"];
                readonly state?: "pending" | "delivered" | "dead_letter";
                readonly eventId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listTokens: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenPage"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly revokeToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Yours; one for each request, the same at each try of it. */
                readonly "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                readonly "If-Match"?: string;
            };
            readonly path: {
                readonly tokenId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 200: {
                headers: {
                    readonly "X-Request-Id": components["headers"]["RequestId"];
                    readonly "X-Correlation-Id": components["headers"]["CorrelationId"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RevokedToken"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly livez: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It lives. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @constant */
                        readonly status: "alive";
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly readyz: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is ready. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @constant */
                        readonly status: "ready";
                    };
                };
            };
            /** @description It is not. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @constant */
                        readonly status: "database down";
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly metrics: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The figures. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getDocument: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OpenAPI 3.1. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": Record<string, never>;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getReference: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly receiveWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Name of the connection in the configuration. */
                readonly connectionName: string;
            };
            readonly cookie?: never;
        };
        /** @description Whatever the counterparty sends. */
        readonly requestBody: {
            readonly content: {
                readonly "*/*": unknown;
            };
        };
        readonly responses: {
            /** @description Stored. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly received: number;
                        readonly duplicates: number;
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
}
