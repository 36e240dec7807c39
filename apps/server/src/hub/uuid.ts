import { createHash } from 'node:crypto';
import { asId, type Id } from '@quittance/domain';

/** A UUID (version 8, RFC 9562 section 5.8) that follows from a text. */
export function uuidOf<Kind extends string>(text: string): Id<Kind> {
  const hex = createHash('sha256').update(`quittance ${text}`, 'utf8').digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return asId<Kind>(parts.join('-'));
}
