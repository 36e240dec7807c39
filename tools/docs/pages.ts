import { format } from 'prettier';
import { apiDocument, apiPage } from './api.ts';
import { casesPage, errorsPage } from './catalogues.ts';
import { connectorsPage } from './connectors.ts';
import { eventsPage, flowsPage } from './flows.ts';
import { lifecyclesPage } from './lifecycles.ts';
import { odooCompatibilityPage } from './odoo-compatibility.ts';
import { proofPage } from './proof.ts';
import { roomsPage } from './rooms.ts';

/** Every generated page by its path, formatted as the gate wants it. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const pages: readonly (readonly [string, string])[] = [
    ['errors', errorsPage()],
    ['cases', casesPage()],
    ['lifecycles', lifecyclesPage()],
    ['flows', flowsPage()],
    ['events', eventsPage()],
    ['connectors', connectorsPage()],
    ['odoo-compatibility', odooCompatibilityPage()],
    ['proof', proofPage()],
    ['rooms', roomsPage()],
    ['api', apiPage()],
  ];
  const formatted = new Map<string, string>();
  for (const [name, text] of pages) {
    const whole = `<!-- Written by npm run docs: change the code, run it again. -->\n\n${text}`;
    const markdown = await format(whole, { parser: 'markdown', printWidth: 100 });
    formatted.set(`docs/reference/${name}.md`, markdown);
  }
  const json = await format(apiDocument(), { parser: 'json', printWidth: 100 });
  formatted.set('docs/reference/openapi.json', json);
  return formatted;
}
