/** Programs with a model of their own: here it is scripted, and what reaches it is recorded. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { cleanEnv } from '../support/programs.ts';
import { type ClientCase, EVERY_TOOL, type Handed, type Target } from './client-case.ts';
import { installFromNpm } from './installation.ts';
import { geminiApi } from './model/gemini-api.ts';
import { messagesApi } from './model/messages-api.ts';
import { responsesApi } from './model/responses-api.ts';
import { type ModelApi, startScriptedModel } from './model/scripted-model.ts';
import { recipe } from './recipes.ts';

const PROMPT = 'Call every tool of eino-docs.';

export const claudeCode: ClientCase = {
  client: 'Claude Code',
  transports: ['HTTP', 'stdio'],
  async prepare() {
    const { folder, version } = await installFromNpm('claude-code', ['@anthropic-ai/claude-code']);
    return {
      version,
      run: (target) =>
        withModel(messagesApi, async (url) => {
          const env = hostEnv(target, folder, {
            ANTHROPIC_BASE_URL: url,
            ANTHROPIC_API_KEY: 'none',
            CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
            DISABLE_AUTOUPDATER: '1',
          });
          const line = target.fill(recipe('Claude Code', 'sh', target.transport));
          await execa('sh', ['-c', line], { cwd: target.folder, env, extendEnv: false });
          await execa('claude', ['-p', PROMPT, '--allowedTools', 'mcp__eino-docs'], {
            cwd: target.folder,
            env,
            extendEnv: false,
            stdin: 'ignore',
          });
        }),
    };
  },
};

export const codex: ClientCase = {
  client: 'Codex',
  transports: ['HTTP', 'stdio'],
  async prepare() {
    const { folder, version } = await installFromNpm('codex', ['@openai/codex']);
    return {
      version,
      run: (target) =>
        withModel(responsesApi, async (url) => {
          write(
            join(target.folder, '.codex/config.toml'),
            [
              'model = "scripted"\nmodel_provider = "scripted"\napproval_policy = "never"\n',
              '[features]\nplugins = false\n',
              `[model_providers.scripted]\nname = "scripted"\nbase_url = "${url}/v1"\nwire_api = "responses"\n`,
              target.fill(recipe('Codex', 'toml', target.transport)),
              // Otherwise the first request to the model may leave before the server is there.
              'required = true\n',
            ].join('\n'),
          );
          await execa('codex', ['exec', '--skip-git-repo-check', PROMPT], {
            cwd: target.folder,
            env: hostEnv(target, folder, {}),
            extendEnv: false,
            stdin: 'ignore',
          });
        }),
    };
  },
};

export const geminiCli: ClientCase = {
  client: 'Gemini CLI',
  transports: ['HTTP', 'stdio'],
  async prepare() {
    const { folder, version } = await installFromNpm('gemini-cli', ['@google/gemini-cli']);
    return {
      version,
      run: (target) =>
        withModel(geminiApi, async (url) => {
          const settings = JSON.parse(target.fill(recipe('Gemini CLI', 'json', target.transport)));
          write(
            join(target.folder, '.gemini/settings.json'),
            JSON.stringify({
              ...settings,
              security: { auth: { selectedType: 'gemini-api-key' } },
              privacy: { usageStatisticsEnabled: false },
              telemetry: { enabled: false },
            }),
          );
          await execa('gemini', ['--prompt', PROMPT, '--approval-mode', 'yolo', '--skip-trust'], {
            cwd: target.folder,
            env: hostEnv(target, folder, { GEMINI_API_KEY: 'none', GOOGLE_GEMINI_BASE_URL: url }),
            extendEnv: false,
            stdin: 'ignore',
          });
        }),
    };
  },
};

/** Runs a host against a scripted model, which calls every tool. */
async function withModel(api: ModelApi, run: (url: string) => Promise<void>): Promise<Handed> {
  await using model = await startScriptedModel(api, EVERY_TOOL);
  await run(model.url);
  return { script: EVERY_TOOL, seen: model.seen };
}

/** An environment of its own, with the installed programs and this Node first on PATH. Nothing outlives the folder. */
function hostEnv(target: Target, installed: string, settings: Record<string, string>) {
  const { PATH = '', ...rest } = cleanEnv({
    HOME: target.folder,
    TMPDIR: target.folder,
    ...target.settings,
    ...settings,
  });
  const first = [join(installed, 'node_modules/.bin'), dirname(process.execPath)];
  return { ...rest, PATH: [...first, PATH].join(':') };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
