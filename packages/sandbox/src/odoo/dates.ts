/** Plain dates as `YYYY-MM-DD` text. */

export const monthEnd = (date: string): string => {
  const [year = '', month = ''] = date.split('-');
  const end = new Date(Date.UTC(parseInt(year, 10), parseInt(month, 10), 0));
  return end.toISOString().slice(0, 10);
};

export const yearEnd = (date: string): string => `${date.slice(0, 4)}-12-31`;

export const latest = (left: string, right: string): string => (left > right ? left : right);
export const earliest = (left: string, right: string): string => (left < right ? left : right);

/** `2026-06-30` is `06/30/2026`, the form of dates in Odoo's English messages. */
export const americanDate = (date: string): string =>
  `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(0, 4)}`;
