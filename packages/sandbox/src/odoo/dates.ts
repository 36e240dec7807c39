/** Plain dates as `YYYY-MM-DD` text. */
const utc = (date: string): Date => new Date(`${date}T00:00:00Z`);

const text = (date: Date): string => date.toISOString().slice(0, 10);

export const addDays = (date: string, days: number): string => {
  const moved = utc(date);
  moved.setUTCDate(moved.getUTCDate() + days);
  return text(moved);
};

export const monthEnd = (date: string): string => {
  const [year = '', month = ''] = date.split('-');
  return text(new Date(Date.UTC(parseInt(year, 10), parseInt(month, 10), 0)));
};

export const yearEnd = (date: string): string => `${date.slice(0, 4)}-12-31`;

export const latest = (left: string, right: string): string => (left > right ? left : right);
export const earliest = (left: string, right: string): string => (left < right ? left : right);

/** `2026-06-30` is `06/30/2026`, the form of dates in Odoo's English messages. */
export const americanDate = (date: string): string =>
  `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(0, 4)}`;
