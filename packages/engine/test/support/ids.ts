let count = 0;

/**
 * Ids in order of their making, of the form of a UUIDv7. The process is part of them, so that two
 * processes of one test never collide.
 */
export function testId(): string {
  count += 1;
  const high = Math.floor(count / 0x1_0000);
  const low = count % 0x1_0000;
  const node = process.pid.toString(16).padStart(12, '0');
  return `${hex(high, 8)}-${hex(low, 4)}-7000-8000-${node}`;
}

const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');
