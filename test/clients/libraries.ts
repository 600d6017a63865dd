/** Client libraries of other languages, without a model: what their caller receives is recorded. */
import { join } from 'node:path';
import { execa } from 'execa';
import { cleanEnv } from '../support/programs.ts';
import { type ClientCase, EVERY_TOOL, type Handed, type Target } from './client-case.ts';
import { buildWithGo, installFromPyPI } from './installation.ts';

const CALL_TOOLS = join(import.meta.dirname, 'python/call_tools.py');

/** @param mode how the client chooses the protocol: `auto`, `legacy` or a version */
const pythonCase = (library: string, mode: string): ClientCase => ({
  client: `Python ${library}, ${mode}`,
  transports: ['HTTP', 'stdio'],
  async prepare() {
    const { python, versions } = await installFromPyPI();
    return {
      version: versions[library] ?? 'unknown',
      run: (target) => callTools([python, CALL_TOOLS, library, mode], target),
    };
  },
});

export const pythonCases = [
  pythonCase('mcp', '2026-07-28'),
  pythonCase('mcp', 'auto'),
  pythonCase('mcp', 'legacy'),
  pythonCase('fastmcp', 'auto'),
];

const goCase = (client: string, program: string, module: string): ClientCase => ({
  client,
  transports: ['HTTP', 'stdio'],
  async prepare() {
    const { folder, versions } = await buildWithGo('sdks');
    return {
      version: versions[module] ?? 'unknown',
      run: (target) => callTools([join(folder, program)], target),
    };
  },
});

export const goCases = [
  goCase('Go modelcontextprotocol/go-sdk', 'go-sdk', 'github.com/modelcontextprotocol/go-sdk'),
  goCase('Go mark3labs/mcp-go', 'mcp-go', 'github.com/mark3labs/mcp-go'),
];

/** Runs a program that lists and calls the tools and prints what it received. */
async function callTools([program = '', ...args]: readonly string[], target: Target): Promise<Handed> {
  const { stdout } = await execa(program, [...args, JSON.stringify(EVERY_TOOL), ...target.place], {
    env: cleanEnv({ HOME: target.folder, ...target.settings }),
    extendEnv: false,
    cwd: target.folder,
  });
  const { tools, answers } = JSON.parse(stdout) as { tools: string[]; answers: Record<string, string> };
  const missing = EVERY_TOOL.filter(({ name }) => !tools.includes(name));
  if (missing.length > 0)
    throw new Error(`the client did not list ${missing.map(({ name }) => name).join(', ')}`);
  return { script: EVERY_TOOL, seen: new Map(Object.entries(answers)) };
}
