import type { TaskData } from '../port.ts';

export class InvalidTaskDataError extends Error {
  override readonly name = 'InvalidTaskDataError';
}

/** Reads what a task carries from its stored JSON. Errors: {@link InvalidTaskDataError}. */
export function readTaskData(stored: unknown): TaskData {
  if (typeof stored !== 'object' || stored === null) throw new InvalidTaskDataError('no object');
  const fields = new Map<string, unknown>(Object.entries(stored));
  const v = fields.get('v');
  const entityId = fields.get('entityId') ?? null;
  const correlationId = fields.get('correlationId');
  const ids = fields.get('ids');
  if (typeof v !== 'number' || !Number.isInteger(v)) throw new InvalidTaskDataError('v');
  if (entityId !== null && typeof entityId !== 'string') throw new InvalidTaskDataError('entityId');
  if (typeof correlationId !== 'string') throw new InvalidTaskDataError('correlationId');
  if (!isTexts(ids)) throw new InvalidTaskDataError('ids');
  return { v, entityId, correlationId, ids };
}

const isTexts = (given: unknown): given is readonly string[] =>
  Array.isArray(given) && given.every((item) => typeof item === 'string');
