/**
 * The requirements this release claims. Each must be proven by a test whose title carries its
 * number in brackets, such as `[ORC-02]`; a claim without a test that ran and passed fails.
 */
const BY_AREA: Readonly<Record<string, string>> = {
  SYS: '01 02 03 29',
  WF: '03 14 15 16 17 18',
  SYN: '01 02 03 04 05 08 09 10 11 13 17',
  ST: '01 02 03 04 05 06 07 08 09',
  CAN: '01 02 03 04 06 10 11 12 13 14',
  ORC: '01 02 03 06 08 10',
  EXC: '01 03 04 05 06 07 08 12 13 14 15',
  REC: '01 03',
  AUD: '01 02 03 04',
  RES: '01 02 03 04 05 06 07 08 09 10 13 14 15',
  FT: '01 02 03 04 05 06 07 08 09 10 11 12 13 14 15',
  GOV: '06 08 12 14 16',
  DEP: '04 08',
  OBS: '01 02 05 11',
  PERF: '03 04 06',
  SEC: '09 14',
  UX: '02',
};

export const CLAIMED_REQUIREMENTS: readonly string[] = Object.entries(BY_AREA).flatMap(
  ([area, numbers]) => numbers.split(' ').map((number) => `${area}-${number}`),
);
