/** Prints `.env.example` from the configuration schema: `npm run -s env-example > .env.example`. */
import { variableMeta } from '../src/shared/config/parse-env.ts';
import { allVariables } from '../src/shared/config/variables.ts';

const lines = ['# All settings of eino-docs-mcp, each optional. docs/configuration.md explains them.'];
for (const name of Object.keys(allVariables.shape)) {
  const { description = '', example = '' } = variableMeta(allVariables, name);
  lines.push('', `# ${description}`, `#${name}=${example}`);
}
process.stdout.write(`${lines.join('\n')}\n`);
