import { asId } from '@quittance/domain';
import { planRemittances, recordRemittance } from '@quittance/services';
import { entityOf, type FlowHandler, valueOf } from '../flow/flow.ts';

/** Tells suppliers what a settled payment pays, bill by bill; each payment once, for ever. */
export const remittanceHandler: FlowHandler = async (run) => {
  const entityId = entityOf(run.task);
  const ctx = run.ctx([entityId]);
  const paymentIds = run.task.data.ids.map((id) => asId<'payment'>(id));
  for (const advice of valueOf(await planRemittances({ ctx, input: { paymentIds } }))) {
    const { paymentId, ...mail } = advice;
    await run.ports.sendMail(mail);
    valueOf(await recordRemittance({ ctx, input: { paymentId, messageId: mail.messageId } }));
  }
};
