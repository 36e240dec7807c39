/** Written by npm run generate:client from docs/reference/openapi.json. */

export interface paths {
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who this token acts as, and what it reaches. */
        get: operations["getCaller"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The companies that the token reaches. */
        get: operations["listEntities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/{entityId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One company. */
        get: operations["getEntity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Persons and service accounts, newest first; without their addresses. */
        get: operations["listPersons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The catalogue of flows: owner, timing, system of record, rules. */
        get: operations["listFlows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Suppliers and customers of the group, newest first. */
        get: operations["listParties"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parties/{partyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One supplier or customer. */
        get: operations["getParty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bank-details": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where parties are paid, account numbers masked, newest first. */
        get: operations["listBankDetails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/own-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Our bank accounts with their booked balance and its day, newest first. */
        get: operations["listOwnAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/own-accounts/{ownAccountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of our bank accounts. */
        get: operations["getOwnAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counterparties and how they last answered, newest first. */
        get: operations["listConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One counterparty. */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/open-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bills and credit notes as the accounts last told them, newest first. */
        get: operations["listOpenItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/open-items/{openItemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One bill or credit note. */
        get: operations["getOpenItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Batches, proposals among them, newest first. */
        get: operations["listBatches"];
        put?: never;
        /** Proposes the payment of due bills from one own account. Role: preparer. */
        post: operations["createProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{batchId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One batch. */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{batchId}/approval-sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The printable approval sheet: payments, hash, who must approve and who did. */
        get: operations["getApprovalSheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{batchId}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks every payment of an open batch. Role: preparer. */
        post: operations["validateBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{batchId}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freezes a validated batch and asks for approval. Role: preparer. */
        post: operations["submitBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{batchId}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves or rejects a batch, bound to its content hash. Role: approver; no machine. */
        post: operations["decideBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{batchId}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a batch that has not left back to a proposal. Role: preparer. */
        post: operations["reopenBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{batchId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks for the release of an approved batch; a worker does it. Role: releaser. */
        post: operations["releaseBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests for approval, newest first. */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approvalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request for approval with what persons decided. */
        get: operations["getApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes the payment of everything due of a company, each payment from the account that fits best, with the reasons. Role: preparer. */
        post: operations["proposeRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{batchId}/reroute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pays the bills of a batch that has not left from other accounts, approved anew. Role: preparer. */
        post: operations["rerouteBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{batchId}/take-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a released batch back while all its messages still wait for their bank. Role: preparer or releaser. */
        post: operations["takeBackBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cash-position": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The money of every own account: booked, under way, waiting and free; what is not known or stale is said. */
        get: operations["getCashPosition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Payments, newest first. */
        get: operations["listPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{paymentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One payment. */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{anyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a payment is and why, found by any id that anybody knows it by: ours, the EndToEndId, a message id, a bank’s reference, the number of a bill (OBS-05). */
        get: operations["tracePayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Payments by company, currency and state, counted and added up. */
        get: operations["totalPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{paymentId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels a payment that stands in no frozen batch. Role: preparer or controller. */
        post: operations["cancelPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages to banks, newest first. */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attempts/{attemptId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One message to a bank. */
        get: operations["getAttempt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bank statements, newest first. */
        get: operations["listStatements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statements/{statementId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One statement; its lines are a list of their own. */
        get: operations["getStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statement-lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Booked entries, newest first. */
        get: operations["listStatementLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connectionId}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands a statement, notification or status file of a bank in as evidence; a worker reads it. Role: reconciler or controller in every company with an account there. */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Booked lines explained, newest first. */
        get: operations["listMatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matches/{matchId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One match with its parts. */
        get: operations["getMatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matches/{matchId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks that a match be taken back, in the accounts first. Role: reconciler. */
        post: operations["undoMatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exceptions with owner, money at risk and next action, newest first. */
        get: operations["listCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One exception. */
        get: operations["getCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resolves a case. Role: controller, or the role that owns the case. */
        post: operations["resolveCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/post-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the accounts again for what they refused, once its cause is gone. Role: controller or reconciler. */
        post: operations["postAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Emergency stops, newest first. */
        get: operations["listStops"];
        put?: never;
        /** Stops all releases of a company or one of its accounts at once. Any acting role. */
        post: operations["engageStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stops/{stopId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agrees to resume releases; two persons must. Role: approver, releaser, controller. */
        post: operations["resumeStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events in the order in which they are safe to read, oldest first. */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same events as they come, as server-sent events: `data` is an Event, `id` its cursor. Without `Last-Event-ID` (or `after`) the stream begins now. */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evidence/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a piece of evidence is. Role: auditor, controller or reconciler. */
        get: operations["getEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evidence/{hash}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Its bytes, as they were received or sent. Role: auditor, controller, reconciler. */
        get: operations["downloadEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/leaves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lines of the audit log, newest first. Role: auditor or controller. */
        get: operations["listAuditLeaves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest signed checkpoints. Role: auditor or controller. */
        get: operations["listAuditCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verifies the whole installation and answers when it is done; one at a time. Role: auditor or controller. */
        post: operations["verifyAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/{operationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a piece of work has come. */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of each kind of work waits, runs or was given up. */
        get: operations["listTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Work that was given up, with its cause, oldest first; at most 500. */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts dead letters back to work. Role: controller of the company of each. */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Systems that hear of events, newest first. */
        get: operations["listSubscriptions"];
        put?: never;
        /** Lets another system hear of events from now on. Role: controller of every company. */
        post: operations["subscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-subscriptions/{subscriptionId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a subscription. Role: controller of every company. */
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-subscriptions/{subscriptionId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delivers dead letters of a subscriber again, those of one company; events keep their ids. Call it again while `hasMore`. Role: controller. */
        post: operations["replayDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The delivery log: what each subscriber was owed and what became of it. */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tokens of this person, newest first; a token is made by the command line. */
        get: operations["listTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{tokenId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a token at once. Its own person may, and a controller of its companies. */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers. */
        get: operations["livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can do its work: its database answers. */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Business and technical figures of the token’s companies, for Prometheus. */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document. */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page to read; it loads nothing from elsewhere. */
        get: operations["getReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{connectionName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes what a counterparty pushes. It carries no token: its signature is checked, and it is stored before it is acknowledged. The same message again has no further effect. */
        post: operations["receiveWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AllocatedMatch: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            statementLineId: components["schemas"]["Id"];
            /** @enum {string} */
            evidenceClass: "A" | "B" | "C" | "D" | "E";
            rule: string;
            explanation: string;
            /** @enum {string} */
            state: "proposed" | "posting" | "posted" | "undone";
            madeAt: components["schemas"]["Instant"];
            externalReconciliation: string | null;
            allocations: components["schemas"]["MatchAllocation"][];
        };
        /** @description A request for approval, bound to one content hash. */
        Approval: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            /** @enum {string} */
            subject: "batch" | "case_resolution" | "reopen_unknown" | "resume";
            subjectId: string;
            contentHash: components["schemas"]["ContentHash"];
            policyVersion: number;
            approversRequired: number;
            /** @enum {string} */
            state: "requested" | "partially_approved" | "approved" | "rejected" | "withdrawn" | "void" | "expired" | "consumed";
            requestedBy: components["schemas"]["Id"];
            requestedAt: components["schemas"]["Instant"];
            expiresAt: components["schemas"]["Instant"];
        };
        ApprovalDecision: {
            id: components["schemas"]["Id"];
            approvalId: components["schemas"]["Id"];
            personId: components["schemas"]["Id"];
            /** @enum {string} */
            decision: "approve" | "reject";
            contentHash: components["schemas"]["ContentHash"];
            reason: string | null;
            decidedAt: components["schemas"]["Instant"];
        };
        ApprovalPage: {
            items: components["schemas"]["Approval"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        AskedPosting: {
            caseId: components["schemas"]["Id"];
            tasks: string[];
            operationId: components["schemas"]["Id"];
        };
        AskedUndo: {
            matchId: components["schemas"]["Id"];
            statementLineId: components["schemas"]["Id"];
            operationId: components["schemas"]["Id"];
        };
        /** @description One message to a bank, committed before any byte left. */
        Attempt: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            batchId: components["schemas"]["Id"];
            ownAccountId: components["schemas"]["Id"];
            messageId: string;
            number: number;
            fileName: string;
            /** @description The evidence that holds the bytes of the message. */
            payloadHash: components["schemas"]["Hash"];
            paymentCount: number;
            totalMinor: components["schemas"]["Minor"];
            /** @enum {string} */
            state: "prepared" | "sending" | "acknowledged" | "rejected" | "unknown" | "void";
            inquiries: number;
            preparedAt: components["schemas"]["Instant"];
            sentAt: components["schemas"]["Instant"] | null;
        };
        AttemptPage: {
            items: components["schemas"]["Attempt"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        AuditCheckpoint: {
            number: string;
            leafCount: string;
            rootHash: components["schemas"]["Hash"];
            /** @description The signed note as it is anchored outside the database. */
            note: string;
            signedAt: components["schemas"]["Instant"];
        };
        AuditCheckpointList: {
            items: components["schemas"]["AuditCheckpoint"][];
        };
        /** @description One line of the audit log: one verb on one object. */
        AuditLeaf: {
            id: components["schemas"]["Id"];
            entityId: components["schemas"]["Id"] | null;
            at: components["schemas"]["Instant"];
            /** @enum {string} */
            actorKind: "person" | "service";
            actorId: string;
            correlationId: string;
            verb: string;
            objectKind: string;
            objectId: string;
            objectVersion: number;
            rowDigest: components["schemas"]["Hash"];
            /** @description Canonical JSON of what changed. */
            detail: string;
            leafHash: components["schemas"]["Hash"];
        };
        AuditLeafPage: {
            items: components["schemas"]["AuditLeaf"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description Database and evidence held against the checkpoints anchored outside of it. */
        AuditVerification: {
            ok: boolean;
            findingCount: number;
            leavesChecked: number;
            rowsChecked: number;
            evidenceChecked: number;
            findings: {
                code: string;
                sentence: string;
            }[];
        };
        /** @description Where a party is paid. */
        BankDetails: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            partyId: components["schemas"]["Id"];
            /** @description The account number, masked. */
            account: string;
            bic: string | null;
            currency: components["schemas"]["Currency"] | null;
            trusted: boolean;
            active: boolean;
        };
        BankDetailsPage: {
            items: components["schemas"]["BankDetails"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description What a bank said of a payment. */
        BankFact: {
            id: components["schemas"]["Id"];
            paymentId: components["schemas"]["Id"];
            attemptId: components["schemas"]["Id"] | null;
            code: string;
            reason: string | null;
            amountMinor: components["schemas"]["Minor"] | null;
            bankTime: string;
            source: string;
            evidenceHash: components["schemas"]["Hash"];
            recordedAt: components["schemas"]["Instant"];
        };
        /** @description Payments of one account and day; a proposal while it is open. */
        Batch: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            reference: string;
            ownAccountId: components["schemas"]["Id"];
            currency: components["schemas"]["Currency"];
            executionDate: components["schemas"]["Day"];
            /** @enum {string} */
            state: "open" | "frozen" | "approved" | "released" | "closed" | "cancelled";
            paymentCount: number;
            totalMinor: components["schemas"]["Minor"];
            /** @description What people approve; null before submission. */
            contentHash: components["schemas"]["ContentHash"] | null;
            proposedBy: components["schemas"]["Id"];
            releasedBy: components["schemas"]["Id"] | null;
            createdAt: components["schemas"]["Instant"];
        };
        BatchPage: {
            items: components["schemas"]["Batch"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description Who the token acts as, and what it reaches at this moment. */
        Caller: {
            tokenId: components["schemas"]["Id"];
            person: components["schemas"]["Person"];
            permissions: string[];
            entityIds: components["schemas"]["Id"][];
            roles: {
                entityId: components["schemas"]["Id"];
                role: string;
            }[];
        };
        CancelledPayment: {
            reference: string;
        };
        /** @description An exception with an owner, money at risk and a next action. */
        Case: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "rejected_posting" | "duplicate_invoice" | "closed_period" | "rejected_payment" | "returned_payment" | "missing_bank_reference" | "approval_mismatch" | "orphaned_payment" | "evidence_conflict" | "unknown_outcome" | "unmatched_line" | "statement_gap" | "statement_imbalance" | "quarantined_file" | "invalid_payment" | "bill_changed" | "drift" | "bank_hold" | "bank_confirmation" | "dead_letter";
            /** @enum {string} */
            nature: "technical" | "business";
            severity: number;
            /** @enum {string} */
            state: "open" | "triaged" | "in_progress" | "waiting_external" | "proposed_resolution" | "approved_resolution" | "resolved" | "closed";
            objectKind: string;
            objectId: string;
            cause: string;
            detail: string;
            nextAction: string;
            ownerRole: string;
            ownerId: components["schemas"]["Id"] | null;
            currency: components["schemas"]["Currency"] | null;
            atRiskMinor: components["schemas"]["Minor"];
            openedAt: components["schemas"]["Instant"];
            dueAt: components["schemas"]["Instant"];
            resolvedAt: components["schemas"]["Instant"] | null;
            resolution: string | null;
        };
        CasePage: {
            items: components["schemas"]["Case"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description The money of the accounts, each with the day that it is of. */
        CashPosition: {
            at: components["schemas"]["Instant"];
            accounts: {
                entityId: components["schemas"]["Id"];
                entityCode: string;
                ownAccountId: components["schemas"]["Id"];
                accountName: string;
                currency: components["schemas"]["Currency"];
                bank: string;
                /** @description Null before the first statement: not known. */
                booked: {
                    minor: components["schemas"]["Minor"];
                    /** @description At its end. */
                    day: components["schemas"]["Day"];
                    toldAt: components["schemas"]["Instant"] | null;
                    statement: string | null;
                } | null;
                underWayMinor: components["schemas"]["Minor"];
                waitingMinor: components["schemas"]["Minor"];
                freeMinor: components["schemas"]["Minor"] | null;
                expectedDay: components["schemas"]["Day"];
                /** @description True: the balance is older than it should be. */
                stale: boolean;
            }[];
            byEntity: {
                /** @description Code of the company, or key of the bank. */
                of: string;
                currency: components["schemas"]["Currency"];
                bookedMinor: components["schemas"]["Minor"] | null;
                freeMinor: components["schemas"]["Minor"] | null;
                underWayMinor: components["schemas"]["Minor"];
                waitingMinor: components["schemas"]["Minor"];
                /** @description The oldest of the days of the balances in it. */
                asOf: components["schemas"]["Day"] | null;
                missing: string[];
                stale: string[];
            }[];
            byBank: {
                /** @description Code of the company, or key of the bank. */
                of: string;
                currency: components["schemas"]["Currency"];
                bookedMinor: components["schemas"]["Minor"] | null;
                freeMinor: components["schemas"]["Minor"] | null;
                underWayMinor: components["schemas"]["Minor"];
                waitingMinor: components["schemas"]["Minor"];
                /** @description The oldest of the days of the balances in it. */
                asOf: components["schemas"]["Day"] | null;
                missing: string[];
                stale: string[];
            }[];
        };
        /** @description A counterparty and how it last answered. */
        Connection: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            name: string;
            connector: string;
            active: boolean;
            lastSuccessAt: components["schemas"]["Instant"] | null;
            lastFaultAt: components["schemas"]["Instant"] | null;
            /** @description Null: it answered last time. */
            lastFault: string | null;
        };
        ConnectionPage: {
            items: components["schemas"]["Connection"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description Version of the canonical form and SHA-256 of the content: what people approve. */
        ContentHash: string;
        /** @description ISO 4217. */
        Currency: string;
        /** @description A calendar day without time or zone. */
        Day: string;
        DeadLetter: {
            id: string;
            task: string;
            entityId: components["schemas"]["Id"] | null;
            correlationId: string;
            failedAt: components["schemas"]["Instant"];
            attempts: number;
            cause: string;
        };
        DeadLetterList: {
            items: components["schemas"]["DeadLetter"][];
        };
        Decided: {
            /** @enum {string} */
            state: "requested" | "partially_approved" | "approved" | "rejected" | "withdrawn" | "void" | "expired" | "consumed";
            /** @description How many more persons must approve. */
            missing: number;
        };
        DecidedApproval: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            /** @enum {string} */
            subject: "batch" | "case_resolution" | "reopen_unknown" | "resume";
            subjectId: string;
            contentHash: components["schemas"]["ContentHash"];
            policyVersion: number;
            approversRequired: number;
            /** @enum {string} */
            state: "requested" | "partially_approved" | "approved" | "rejected" | "withdrawn" | "void" | "expired" | "consumed";
            requestedBy: components["schemas"]["Id"];
            requestedAt: components["schemas"]["Instant"];
            expiresAt: components["schemas"]["Instant"];
            decisions: components["schemas"]["ApprovalDecision"][];
        };
        /** @description One person’s word on a batch. */
        DecisionWish: {
            /** @enum {string} */
            decision: "approve" | "reject";
            /** @description The hash of what you looked at; another one is refused. */
            contentHash: components["schemas"]["ContentHash"];
            /** @description Required for a rejection. */
            reason?: string;
        };
        /** @description One event owed to one subscriber, and what became of it. */
        Delivery: {
            id: components["schemas"]["Id"];
            version: number;
            subscriptionId: components["schemas"]["Id"];
            eventId: components["schemas"]["Id"];
            entityId: components["schemas"]["Id"];
            /** @enum {string} */
            state: "pending" | "delivered" | "dead_letter";
            attempts: number;
            lastStatus: string | null;
        };
        DeliveryPage: {
            items: components["schemas"]["Delivery"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        EngagedStop: {
            stopId: components["schemas"]["Id"];
        };
        /** @description A company of the group. */
        Entity: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            code: string;
            name: string;
            country: string;
            currency: components["schemas"]["Currency"];
            /** @description IANA zone of its business day. */
            timeZone: string;
            /** @description Nothing is posted on or before it. */
            lockedUntil: components["schemas"]["Day"] | null;
        };
        EntityPage: {
            items: components["schemas"]["Entity"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description An object moved: which one, how, when. It carries ids only. */
        Event: {
            /** @description Where a reader stands: pass it as `after`, or as `Last-Event-ID` of the stream. */
            cursor: string;
            id: components["schemas"]["Id"];
            type: string;
            entityId: components["schemas"]["Id"];
            objectKind: string;
            objectId: components["schemas"]["Id"];
            occurredAt: components["schemas"]["Instant"];
            correlationId: components["schemas"]["Id"];
        };
        EventPage: {
            items: components["schemas"]["Event"][];
            /** @description Where to go on, now or later; null when there is none. */
            next: string | null;
        };
        /** @description Bytes as they were received or sent. */
        Evidence: {
            id: components["schemas"]["Id"];
            hash: components["schemas"]["Hash"];
            mediaType: string;
            sizeBytes: number;
            kind: string;
            receivedAt: components["schemas"]["Instant"];
        };
        /** @description A flow with everything that it declares before it may run. */
        Flow: {
            name: string;
            v: number;
            owner: {
                role: string;
                name: string;
            };
            trigger: string;
            frequency: string;
            timingOwner: string;
            systemOfRecord: {
                [key: string]: string;
            };
            sequencing: string;
            reconciliationRule: string;
            exceptionPath: string;
            slaMinutes: number;
            tasks: string[];
        };
        FlowList: {
            items: components["schemas"]["Flow"][];
        };
        /** @description SHA-256, lower-case hexadecimal. */
        Hash: string;
        /** @description Names one object; sorts by the time at which it was made. */
        Id: string;
        /** @description A moment in UTC with milliseconds. */
        Instant: string;
        /** @description A booked line explained, with its proof. */
        Match: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            statementLineId: components["schemas"]["Id"];
            /** @enum {string} */
            evidenceClass: "A" | "B" | "C" | "D" | "E";
            rule: string;
            explanation: string;
            /** @enum {string} */
            state: "proposed" | "posting" | "posted" | "undone";
            madeAt: components["schemas"]["Instant"];
            externalReconciliation: string | null;
        };
        MatchAllocation: {
            id: components["schemas"]["Id"];
            matchId: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "payment" | "open_item" | "account" | "return";
            paymentId: components["schemas"]["Id"] | null;
            openItemId: components["schemas"]["Id"] | null;
            accountRole: string | null;
            amountMinor: components["schemas"]["Minor"];
        };
        MatchPage: {
            items: components["schemas"]["Match"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description Minor units of the currency beside it (cents of EUR, yen of JPY), as text. */
        Minor: string;
        /** @description A bill or credit note as the accounts last told it. */
        OpenItem: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "bill" | "credit_note";
            partyId: components["schemas"]["Id"];
            number: string;
            supplierReference: string | null;
            invoiceDate: components["schemas"]["Day"];
            dueDate: components["schemas"]["Day"];
            discountDate: components["schemas"]["Day"] | null;
            discountMinor: components["schemas"]["Minor"] | null;
            currency: components["schemas"]["Currency"];
            totalMinor: components["schemas"]["Minor"];
            residualMinor: components["schemas"]["Minor"];
            /** @enum {string} */
            state: "open" | "paid" | "reset" | "cancelled";
            blocked: boolean;
            /** @description Open or sent before go-live: not the hub’s to pay. */
            baselined: boolean;
        };
        OpenItemPage: {
            items: components["schemas"]["OpenItem"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description Work that goes on after its answer: everything under one correlation id. */
        Operation: {
            id: components["schemas"]["Id"];
            /**
             * @description `failed`: work of it was given up and is a dead letter with a case.
             * @enum {string}
             */
            state: "running" | "done" | "failed";
            waiting: number;
            /** @description Set for a later time, such as the next inquiry. */
            later: number;
            active: number;
            deadLetters: number;
            /** @description What was done, the newest 200. */
            leaves: components["schemas"]["AuditLeaf"][];
        };
        /** @description A bank account of our own. */
        OwnAccount: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            /** @description The account number, masked. */
            account: string;
            bic: string | null;
            name: string;
            currency: components["schemas"]["Currency"];
            bankProfile: string;
            bankConnectionId: components["schemas"]["Id"];
            bookedBalanceMinor: components["schemas"]["Minor"] | null;
            /** @description The day of the newest statement. */
            balanceDate: components["schemas"]["Day"] | null;
        };
        OwnAccountPage: {
            items: components["schemas"]["OwnAccount"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description Somebody the group trades with. */
        Party: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @enum {string} */
            role: "supplier" | "customer" | "employee";
            name: string;
            country: string | null;
            city: string | null;
        };
        PartyPage: {
            items: components["schemas"]["Party"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description One instruction to pay one party. */
        Payment: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            /** @description The EndToEndId: used by people and banks alike. */
            reference: string;
            batchId: components["schemas"]["Id"];
            ownAccountId: components["schemas"]["Id"];
            partyId: components["schemas"]["Id"];
            currency: components["schemas"]["Currency"];
            instructedMinor: components["schemas"]["Minor"];
            settledMinor: components["schemas"]["Minor"];
            returnedMinor: components["schemas"]["Minor"];
            reversedMinor: components["schemas"]["Minor"];
            executionDate: components["schemas"]["Day"];
            /** @enum {string} */
            priority: "normal" | "urgent";
            remittance: string;
            /** @enum {string} */
            state: "imported" | "draft" | "invalid" | "validated" | "awaiting_approval" | "rejected" | "approved" | "released" | "submitted" | "unknown" | "accepted" | "pending_settlement" | "partially_settled" | "settled" | "reconciled" | "failed" | "returned" | "reversed" | "recall_pending" | "recalled" | "cancel_pending" | "cancelled" | "expired";
            stateSince: components["schemas"]["Instant"];
            contentHash: components["schemas"]["ContentHash"] | null;
            liveAttemptId: components["schemas"]["Id"] | null;
            hold: string | null;
            reason: string | null;
            /** @enum {string} */
            accountsState: "none" | "registered" | "posted" | "withdrawn";
            replacesPaymentId: components["schemas"]["Id"] | null;
        };
        PaymentPage: {
            items: components["schemas"]["Payment"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        PaymentTotals: {
            items: {
                entityId: components["schemas"]["Id"];
                currency: components["schemas"]["Currency"];
                /** @enum {string} */
                state: "imported" | "draft" | "invalid" | "validated" | "awaiting_approval" | "rejected" | "approved" | "released" | "submitted" | "unknown" | "accepted" | "pending_settlement" | "partially_settled" | "settled" | "reconciled" | "failed" | "returned" | "reversed" | "recall_pending" | "recalled" | "cancel_pending" | "cancelled" | "expired";
                count: string;
                instructedMinor: components["schemas"]["Minor"];
                settledMinor: components["schemas"]["Minor"];
                returnedMinor: components["schemas"]["Minor"];
            }[];
        };
        /** @description Where a payment is, and why: every object, every answer, every proof. */
        PaymentTrace: {
            payment: components["schemas"]["Payment"];
            party: components["schemas"]["Party"] | null;
            batch: components["schemas"]["Batch"] | null;
            bills: {
                amountMinor: components["schemas"]["Minor"];
                discountMinor: components["schemas"]["Minor"];
                openItem: components["schemas"]["OpenItem"] | null;
            }[];
            approvals: {
                approval: components["schemas"]["Approval"];
                decisions: components["schemas"]["ApprovalDecision"][];
            }[];
            attempts: {
                endToEndId: string;
                live: boolean;
                attempt: components["schemas"]["Attempt"] | null;
            }[];
            /** @description In the order of the bank’s time. */
            facts: components["schemas"]["BankFact"][];
            evidence: components["schemas"]["Evidence"][];
            matches: {
                match: components["schemas"]["Match"];
                allocations: components["schemas"]["MatchAllocation"][];
                line: components["schemas"]["StatementLine"] | null;
                statement: components["schemas"]["Statement"] | null;
            }[];
            externalIds: {
                scheme: string;
                externalId: string;
                objectKind: string;
                objectId: string;
            }[];
            cases: components["schemas"]["Case"][];
            /** @description Who did what, in the order of commits. */
            leaves: components["schemas"]["AuditLeaf"][];
        };
        /** @description Somebody who acts in the hub. */
        Person: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            name: string;
            active: boolean;
            /** @description True for a service account, which never approves. */
            machine: boolean;
        };
        PersonPage: {
            items: components["schemas"]["Person"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description A refusal (RFC 9457), from the one catalogue of errors. */
        Problem: {
            /** @description `urn:quittance:problem:` and the code. */
            type: string;
            /** @description What happened, in a sentence. */
            title: string;
            status: number;
            /** @description What of this case is worth saying. */
            detail: string;
            /**
             * @description Which refusal.
             * @enum {string}
             */
            code: "ILLEGAL_TRANSITION" | "NOT_FOUND" | "FORBIDDEN" | "MAKER_MAY_NOT_APPROVE" | "APPROVER_MAY_NOT_RELEASE" | "UNMAPPED_MAKER" | "ALREADY_DECIDED" | "CONTENT_CHANGED" | "APPROVAL_MISSING" | "STOPPED" | "ON_HOLD" | "CUT_OFF_PASSED" | "OUTSIDE_WINDOW" | "ABSENCE_UNPROVEN" | "INSUFFICIENT_FUNDS" | "CLOSED_PERIOD" | "BILL_CHANGED" | "INVALID_PAYMENT" | "NO_ROUTE" | "NOTHING_TO_PAY" | "NOT_THE_OWNER" | "CONFLICTING_CHANGE" | "DUPLICATE" | "UNKNOWN_OUTCOME" | "COUNTERPARTY_DOWN" | "COUNTERPARTY_REJECTED" | "UNAUTHORISED" | "DRIFT" | "FILE_QUARANTINED" | "STATEMENT_IMBALANCE" | "CONFIGURATION_INVALID" | "WRONG_DATABASE" | "DATABASE_DOWN" | "IN_USE" | "CANNOT_RUN_HERE" | "VERSION_CHANGED" | "UNAUTHENTICATED" | "SIGNATURE_INVALID" | "TOO_MANY_REQUESTS" | "IDEMPOTENCY_KEY_MISSING" | "IDEMPOTENCY_KEY_IN_FLIGHT" | "IDEMPOTENCY_KEY_REUSED" | "CURSOR_LOST" | "BAD_INPUT" | "INTERNAL";
            /** @enum {string} */
            moneyMoved: "no" | "yes" | "unknown";
            /** @description What happened to the money, in a sentence. */
            money: string;
            /** @description What to do next. */
            action: string;
            /** @description True: the same request may succeed later, unchanged. */
            retryable: boolean;
            /** @description Names this piece of work in logs, events and the audit. */
            correlationId: string;
            /** @description The fields that are wrong, all of them. */
            errors: {
                path: string;
                message: string;
            }[];
        };
        /** @description The batch that was made, and which open bills are not in it, and why. */
        Proposal: {
            batchId: components["schemas"]["Id"];
            reference: string;
            ownAccountId: components["schemas"]["Id"];
            accountName: string;
            currency: components["schemas"]["Currency"];
            executionDate: components["schemas"]["Day"];
            paymentCount: number;
            totalMinor: components["schemas"]["Minor"];
            payments: {
                reference: string;
                partyId: components["schemas"]["Id"];
                amountMinor: components["schemas"]["Minor"];
                bills: number;
                /** @description Why it goes from this account. */
                route: string[];
            }[];
            leftOut: {
                number: string;
                reason: string;
            }[];
        };
        ProposalWish: {
            ownAccountId: components["schemas"]["Id"];
            /** @description Bills due on or before this day. */
            dueUntil: components["schemas"]["Day"];
            /** @description Not before this day; the earliest possible one when absent. */
            executionDate?: components["schemas"]["Day"];
            takeDiscounts?: boolean;
            /** @enum {string} */
            priority?: "normal" | "urgent";
            /** @description Only these suppliers. */
            partyIds?: components["schemas"]["Id"][];
            /** @description Bills of which only a part is paid. */
            parts?: {
                openItemId: components["schemas"]["Id"];
                amountMinor: components["schemas"]["Minor"];
            }[];
        };
        /** @description One batch for each account that pays, and what no account can carry. */
        ProposedRun: {
            batches: components["schemas"]["Proposal"][];
            unrouted: {
                partyId: components["schemas"]["Id"];
                currency: components["schemas"]["Currency"];
                amountMinor: components["schemas"]["Minor"];
                bills: string[];
                why: string[];
            }[];
            leftOut: {
                number: string;
                reason: string;
            }[];
        };
        Reason: {
            /** @description Kept for ever. */
            reason: string;
        };
        ReopenedBatch: {
            reference: string;
            executionDate: components["schemas"]["Day"];
        };
        ReplayDeliveriesWish: {
            entityId: components["schemas"]["Id"];
        };
        ReplayWish: {
            ids: string[];
        };
        Replayed: {
            replayed: number;
            operationId: components["schemas"]["Id"];
        };
        ReplayedDeliveries: {
            replayed: number;
            hasMore: boolean;
            operationId: components["schemas"]["Id"];
        };
        RequestedApproval: {
            contentHash: components["schemas"]["ContentHash"];
            approversRequired: number;
            /** @description Why so many, by which policy. */
            explanation: string[];
        };
        RequestedRelease: {
            reference: string;
            operationId: components["schemas"]["Id"];
        };
        RerouteWish: {
            /** @description The best of the others when absent. */
            ownAccountId?: components["schemas"]["Id"];
        };
        Resolution: {
            /** @description What was done. */
            resolution: string;
        };
        ResolvedCase: {
            caseId: components["schemas"]["Id"];
        };
        ResumedStop: {
            active: boolean;
            missing: number;
        };
        RevokedToken: {
            tokenId: components["schemas"]["Id"];
        };
        RunWish: {
            entityId: components["schemas"]["Id"];
            /** @description Bills due on or before this day. */
            dueUntil: components["schemas"]["Day"];
            /** @description Not before this day; the earliest possible one when absent. */
            executionDate?: components["schemas"]["Day"];
            takeDiscounts?: boolean;
            /** @enum {string} */
            priority?: "normal" | "urgent";
            /** @description Only these suppliers. */
            partyIds?: components["schemas"]["Id"][];
            /** @description Bills of which only a part is paid. */
            parts?: {
                openItemId: components["schemas"]["Id"];
                amountMinor: components["schemas"]["Minor"];
            }[];
        };
        /** @description One statement of one account as the bank sent it. */
        Statement: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            ownAccountId: components["schemas"]["Id"];
            evidenceHash: components["schemas"]["Hash"];
            bankStatementId: string;
            sequenceNumber: string | null;
            currency: components["schemas"]["Currency"];
            fromDate: components["schemas"]["Day"];
            toDate: components["schemas"]["Day"];
            openingMinor: components["schemas"]["Minor"];
            closingMinor: components["schemas"]["Minor"];
            lineCount: number;
            /** @enum {string} */
            state: "received" | "stored" | "parsed" | "verified" | "loaded" | "closed" | "quarantined" | "duplicate" | "superseded";
            importedAt: components["schemas"]["Instant"];
        };
        /** @description One booked entry. */
        StatementLine: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            /** @description The company it belongs to. */
            entityId: components["schemas"]["Id"];
            ownAccountId: components["schemas"]["Id"];
            statementId: components["schemas"]["Id"];
            entryKey: string;
            bookingDate: components["schemas"]["Day"];
            valueDate: components["schemas"]["Day"];
            currency: components["schemas"]["Currency"];
            /** @description Signed: money in is positive. */
            amountMinor: components["schemas"]["Minor"];
            kind: string;
            bankReference: string | null;
            endToEndId: string | null;
            partyName: string | null;
            remittance: string;
            returnReason: string | null;
            /** @enum {string} */
            state: "new" | "candidate" | "suggested" | "matched" | "rule_posted" | "case" | "suspense";
            /** @description True once it stands in the accounts. */
            posted: boolean;
        };
        StatementLinePage: {
            items: components["schemas"]["StatementLine"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        StatementPage: {
            items: components["schemas"]["Statement"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        /** @description An emergency stop: one person stops, two resume. */
        Stop: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            entityId: components["schemas"]["Id"] | null;
            ownAccountId: components["schemas"]["Id"] | null;
            active: boolean;
            reason: string;
            stoppedBy: components["schemas"]["Id"];
            stoppedAt: components["schemas"]["Instant"];
            resumedBy: components["schemas"]["Id"][];
        };
        StopPage: {
            items: components["schemas"]["Stop"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        StopWish: {
            entityId: components["schemas"]["Id"];
            /** @description Null: every account of the company. */
            ownAccountId: components["schemas"]["Id"] | null;
            reason: string;
        };
        Subscribed: {
            subscriptionId: components["schemas"]["Id"];
        };
        /** @description Another system that hears of events. */
        Subscription: {
            id: components["schemas"]["Id"];
            version: number;
            name: string;
            url: string;
            eventTypes: string[];
            /** @description Name of the signing secret in the configuration. */
            secretName: string;
            active: boolean;
        };
        SubscriptionPage: {
            items: components["schemas"]["Subscription"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        SubscriptionWish: {
            name: string;
            url: string;
            /** @description Types, families such as `payment.*`, or `*`. */
            eventTypes: string[];
            secretName: string;
        };
        TakenBackBatch: {
            reference: string;
            /** @description Messages that will not leave. */
            messages: string[];
        };
        TaskDepths: {
            items: {
                name: string;
                waiting: number;
                active: number;
                deadLetters: number;
            }[];
        };
        /** @description A key to this API, without its text. */
        Token: {
            id: components["schemas"]["Id"];
            /** @description Moves up by one with each change; the ETag. */
            version: number;
            name: string;
            personId: components["schemas"]["Id"];
            permissions: string[];
            entityIds: components["schemas"]["Id"][];
            createdAt: components["schemas"]["Instant"];
            expiresAt: components["schemas"]["Instant"];
            revokedAt: components["schemas"]["Instant"] | null;
        };
        TokenPage: {
            items: components["schemas"]["Token"][];
            /** @description Pass it as `after`; null after the last page. */
            next: string | null;
        };
        UndoReason: {
            reason: string;
        };
        Unsubscribed: Record<string, never>;
        Uploaded: {
            inboxId: components["schemas"]["Id"];
            known: boolean;
            operationId: components["schemas"]["Id"];
        };
        ValidatedBatch: {
            valid: number;
            invalid: {
                reference: string;
                reasons: string[];
            }[];
        };
    };
    responses: {
        /** @description A refusal; `code` says which, `moneyMoved` and `action` what it means. */
        Problem: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "X-Correlation-Id": components["headers"]["CorrelationId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Yours, when you sent one; ours otherwise. */
        RequestId: string;
        /** @description Names this piece of work in logs, events, audit and problems. */
        CorrelationId: components["schemas"]["Id"];
        /** @description The version of the object; send it as If-Match. */
        ETag: string;
        /** @description What was made, or the operation. */
        Location: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getCaller: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caller"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listEntities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntityPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getEntity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entityId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entity"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listPersons: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listFlows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listParties: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                role?: "supplier" | "customer" | "employee";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartyPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getParty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                partyId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Party"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listBankDetails: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                partyId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankDetailsPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listOwnAccounts: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAccountPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOwnAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ownAccountId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAccount"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listOpenItems: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                state?: "open" | "paid" | "reset" | "cancelled";
                partyId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenItemPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOpenItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                openItemId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenItem"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                state?: "open" | "frozen" | "approved" | "released" | "closed" | "cancelled";
                ownAccountId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createProposal: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalWish"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getApprovalSheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    validateBatch: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                batchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidatedBatch"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    submitBatch: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                batchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestedApproval"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    decideBatch: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                batchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionWish"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    reopenBatch: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                batchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReopenedBatch"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    releaseBatch: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                batchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken on; the operation goes on. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestedRelease"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                state?: "requested" | "partially_approved" | "approved" | "rejected" | "withdrawn" | "void" | "expired" | "consumed";
                subjectId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approvalId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecidedApproval"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    proposeRun: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunWish"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposedRun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rerouteBatch: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                batchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RerouteWish"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposedRun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    takeBackBatch: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                batchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenBackBatch"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCashPosition: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CashPosition"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listPayments: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                state?: "imported" | "draft" | "invalid" | "validated" | "awaiting_approval" | "rejected" | "approved" | "released" | "submitted" | "unknown" | "accepted" | "pending_settlement" | "partially_settled" | "settled" | "reconciled" | "failed" | "returned" | "reversed" | "recall_pending" | "recalled" | "cancel_pending" | "cancelled" | "expired";
                batchId?: components["schemas"]["Id"];
                partyId?: components["schemas"]["Id"];
                reference?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                paymentId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    tracePayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                anyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentTrace"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    totalPayments: {
        parameters: {
            query?: {
                entityId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentTotals"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    cancelPayment: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                paymentId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledPayment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                state?: "prepared" | "sending" | "acknowledged" | "rejected" | "unknown" | "void";
                batchId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAttempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attemptId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attempt"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listStatements: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                ownAccountId?: components["schemas"]["Id"];
                state?: "received" | "stored" | "parsed" | "verified" | "loaded" | "closed" | "quarantined" | "duplicate" | "superseded";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getStatement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                statementId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listStatementLines: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                statementId?: components["schemas"]["Id"];
                state?: "new" | "candidate" | "suggested" | "matched" | "rule_posted" | "case" | "suspense";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementLinePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
            };
            path: {
                connectionId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Taken on; the operation goes on. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listMatches: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                statementLineId?: components["schemas"]["Id"];
                state?: "proposed" | "posting" | "posted" | "undone";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                matchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocatedMatch"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    undoMatch: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                matchId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoReason"];
            };
        };
        responses: {
            /** @description Taken on; the operation goes on. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AskedUndo"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listCases: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                state?: "open" | "triaged" | "in_progress" | "waiting_external" | "proposed_resolution" | "approved_resolution" | "resolved" | "closed";
                kind?: "rejected_posting" | "duplicate_invoice" | "closed_period" | "rejected_payment" | "returned_payment" | "missing_bank_reference" | "approval_mismatch" | "orphaned_payment" | "evidence_conflict" | "unknown_outcome" | "unmatched_line" | "statement_gap" | "statement_imbalance" | "quarantined_file" | "invalid_payment" | "bill_changed" | "drift" | "bank_hold" | "bank_confirmation" | "dead_letter";
                objectId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description The version that you have (If-None-Match) is the newest. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    resolveCase: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                caseId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolution"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResolvedCase"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    postAgain: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                caseId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken on; the operation goes on. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AskedPosting"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listStops: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    engageStop: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopWish"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngagedStop"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    resumeStop: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                stopId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResumedStop"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Where a reader stands: pass it as `after`, or as `Last-Event-ID` of the stream. */
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Where a reader stands: pass it as `after`, or as `Last-Event-ID` of the stream. */
                after?: string;
            };
            header?: {
                /** @description The `id` of the last event that you saw. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: components["schemas"]["Hash"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    downloadEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: components["schemas"]["Hash"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAuditLeaves: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                objectId?: components["schemas"]["Id"];
                correlationId?: components["schemas"]["Id"];
                actorId?: string;
                verb?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLeafPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAuditCheckpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheckpointList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                operationId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listTasks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDepths"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayWish"];
            };
        };
        responses: {
            /** @description Taken on; the operation goes on. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listSubscriptions: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    subscribe: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionWish"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscribed"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    unsubscribe: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                subscriptionId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unsubscribed"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    replayDeliveries: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
            };
            path: {
                subscriptionId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayDeliveriesWish"];
            };
        };
        responses: {
            /** @description Taken on; the operation goes on. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedDeliveries"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description How many items. */
                limit?: number;
                /** @description `next` of the page before; absent for the first page. */
                after?: components["schemas"]["Id"];
                /** @description Only of this company; all of the token’s when absent. */
                entityId?: components["schemas"]["Id"];
                subscriptionId?: components["schemas"]["Id"];
                state?: "pending" | "delivered" | "dead_letter";
                eventId?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours; one for each request, the same at each try of it. */
                "Idempotency-Key": string;
                /** @description The ETag that you decided on; another version is refused with 412. */
                "If-Match"?: string;
            };
            path: {
                tokenId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Correlation-Id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedToken"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It lives. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "alive";
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ready";
                    };
                };
            };
            /** @description It is not. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "database down";
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getReference: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    receiveWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connection in the configuration. */
                connectionName: string;
            };
            cookie?: never;
        };
        /** @description Whatever the counterparty sends. */
        requestBody: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description Stored. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        received: number;
                        duplicates: number;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
