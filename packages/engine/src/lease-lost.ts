/**
 * The lease of a task went to somebody else while its handler worked. Thrown inside the handler's
 * transaction, so that everything the late handler wrote rolls back.
 */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
  constructor(taskName: string, lost: number) {
    super(`the lease of ${lost} task(s) of ${taskName} was lost`);
  }
}
