/** The programs of docs/clients.md, run as they stand there with a scripted model. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { cleanEnv } from '../support/programs.ts';
import {
  type ClientCase,
  EVERY_GUESS,
  EVERY_TOOL,
  type Handed,
  type Target,
  type Transport,
} from './client-case.ts';
import { buildWithGo, installFromNpm } from './installation.ts';
import { chatCompletions } from './model/chat-completions.ts';
import { responsesApi } from './model/responses-api.ts';
import { LAST_WORDS, type ModelApi, startScriptedModel, type ToolCall } from './model/scripted-model.ts';
import { recipe } from './recipes.ts';

const QUESTION = 'How does a graph stream?';

const EXT = 'github.com/cloudwego/eino-ext/components/tool/mcp';

const einoCase = (client: string, program: string, module: string): ClientCase => ({
  client,
  transports: ['HTTP', 'stdio'],
  async prepare() {
    const { folder, versions } = await buildWithGo('eino', {
      officialmcp: recipe('EINO with officialmcp', 'go'),
      toolmcp: recipe('EINO with components/tool/mcp', 'go'),
    });
    return {
      version: `${versions[module]}, eino ${versions['github.com/cloudwego/eino']}`,
      run: (target) =>
        ask(chatCompletions, EVERY_GUESS, target, [join(folder, program), QUESTION, ...target.place]),
    };
  },
});

export const einoCases = [
  einoCase('EINO tool/mcp/officialmcp', 'officialmcp', `${EXT}/officialmcp`),
  einoCase('EINO tool/mcp', 'toolmcp', EXT),
];

const scriptCase = (client: string, api: ModelApi, packages: readonly string[]): ClientCase => ({
  client,
  transports: ['HTTP', 'stdio'],
  async prepare() {
    const name = client.toLowerCase().replaceAll(' ', '-');
    const { folder, version } = await installFromNpm(name, packages);
    return {
      version,
      run: (target) => {
        const script = join(folder, `ask-${target.transport}.mjs`);
        writeFileSync(script, target.fill(scriptFor(client, target.transport)));
        return ask(api, EVERY_TOOL, target, [process.execPath, script, QUESTION]);
      },
    };
  },
});

/** The recipe for stdio is the one for HTTP with another server. */
function scriptFor(client: string, transport: Transport): string {
  const program = recipe(client, 'js', 'HTTP');
  return transport === 'HTTP'
    ? program
    : program.replace(/^const server = [\s\S]*?;\n/m, () => recipe(client, 'js', 'stdio'));
}

export const scriptCases = [
  scriptCase('LangChain', chatCompletions, [
    '@langchain/mcp-adapters',
    '@langchain/openai',
    '@langchain/core',
    'langchain',
  ]),
  scriptCase('Vercel AI SDK', responsesApi, ['@ai-sdk/mcp', '@ai-sdk/openai', 'ai', 'zod']),
  scriptCase('OpenAI Agents', responsesApi, ['@openai/agents', 'zod']),
];

/** Runs a program that answers a question with a model. It must end with the model's last words. */
async function ask(
  api: ModelApi,
  script: readonly ToolCall[],
  target: Target,
  [program = '', ...args]: readonly string[],
): Promise<Handed> {
  await using model = await startScriptedModel(api, script);
  const { stdout } = await execa(program, args, {
    cwd: target.folder,
    env: cleanEnv({
      HOME: target.folder,
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: `${model.url}/v1`,
      OPENAI_MODEL: 'scripted',
      OPENAI_AGENTS_DISABLE_TRACING: '1',
      ...target.settings,
    }),
    extendEnv: false,
  });
  if (!stdout.includes(LAST_WORDS)) throw new Error(`the program did not print the answer, but: ${stdout}`);
  return { script, seen: model.seen };
}
