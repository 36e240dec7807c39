/** Makes the files of a connector: `npm run new:connector NAME [-- --events]`. */
import { parseArgs } from 'node:util';
import { describeMade, help } from './new-connector/messages.ts';
import { planConnector } from './new-connector/plan.ts';
import { writePlan } from './new-connector/write.ts';
import { ROOT } from './requirements/reports.ts';

interface Asked {
  readonly names: readonly string[];
  readonly hasEvents: boolean;
  readonly wantsHelp: boolean;
}

/** Null when an option is not known. */
function readArguments(): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, events: { type: 'boolean' } },
    });
    const { help: wantsHelp = false, events: hasEvents = false } = values;
    return { names: positionals, hasEvents, wantsHelp };
  } catch {
    return null;
  }
}

const asked = readArguments();
const [name, ...others] = asked?.names ?? [];
if (asked?.wantsHelp === true) {
  console.log(help);
} else if (asked === null || name === undefined || others.length > 0) {
  console.error(`give one name, and no other option than --events\n\n${help}`);
  process.exitCode = 2;
} else {
  const plan = await planConnector({ root: ROOT, name, hasEvents: asked.hasEvents });
  if (plan.ok) {
    writePlan(ROOT, plan.files);
    console.log(describeMade(name, plan.files));
  } else {
    console.error(plan.why);
    process.exitCode = 1;
  }
}
