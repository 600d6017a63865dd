/** Prints the README's table of settings from the configuration schema: `npm run -s settings-table`. */
import { parseEnv, variableMeta } from '../src/shared/config/parse-env.ts';
import { allVariables } from '../src/shared/config/variables.ts';

const defaults: Record<string, unknown> = parseEnv(allVariables, {}, allVariables);
const rows = Object.keys(allVariables.shape).map((name) => {
  const value = defaults[name];
  const { description = '' } = variableMeta(allVariables, name);
  return `| \`${name}\` | ${value === undefined ? '' : `\`${value}\``} | ${description.replaceAll(/[|<]/g, '\\$&')} |`;
});
process.stdout.write(`${['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n')}\n`);
