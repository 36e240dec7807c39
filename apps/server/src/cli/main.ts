import { demo } from '../demo/demo-command.ts';
const result = await demo({
  seed: 1,
  dataDirectory: '.quittance',
  tell: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${JSON.stringify(result)}\n`);
