import type { SelectedItem } from './select.ts';

/**
 * The text that travels with a payment: the supplier's own numbers, oldest first, as many as fit;
 * the rest is counted, and the remittance advice itemises everything. Credit notes carry a minus.
 */
export function remittanceText(items: readonly SelectedItem[], lengthMax: number): string {
  const words = items.map((selected) => {
    const number = selected.item.supplierReference ?? selected.item.number;
    return selected.amountMinor < 0n ? `-${number}` : number;
  });
  for (let shown = words.length; shown > 0; shown -= 1) {
    const rest = words.length - shown;
    const text = `${words.slice(0, shown).join(', ')}${rest === 0 ? '' : ` +${rest.toString()}`}`;
    if (text.length <= lengthMax) return text;
  }
  return (words[0] ?? '').slice(0, lengthMax);
}
