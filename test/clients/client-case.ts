import type { ToolCall } from './model/scripted-model.ts';

export type Transport = 'HTTP' | 'stdio';

/** A server for one run of one client. */
export interface Target {
  readonly transport: Transport;
  /** The endpoint's address, or the command that starts the server, for programs that take either as arguments. */
  readonly place: readonly string[];
  /** What such a program finds in its environment: the token, where the server wants one. */
  readonly settings: Readonly<Record<string, string>>;
  /** An empty folder, the client's HOME and current folder. */
  readonly folder: string;
  /** Puts this run's address and paths in the place of those that a recipe shows. */
  fill(recipe: string): string;
}

/** What a client handed over: for each call of the script, by its id, what the model or the caller received. */
export interface Handed {
  readonly script: readonly ToolCall[];
  readonly seen: ReadonlyMap<string, string>;
}

export interface ClientCase {
  readonly client: string;
  readonly transports: readonly Transport[];
  /** Installs the client. @throws NotHere where it cannot be installed */
  readonly prepare: () => Promise<PreparedClient>;
}

export interface PreparedClient {
  readonly version: string;
  readonly run: (target: Target) => Promise<Handed>;
}

/** One call of each tool, as a model makes it that has read the descriptions. */
export const EVERY_TOOL: readonly ToolCall[] = [
  { id: 'call_1', name: 'search_docs', arguments: { query: 'graph' } },
  { id: 'call_2', name: 'fetch_doc', arguments: { path: 'core/graph.md' } },
  { id: 'call_3', name: 'list_docs', arguments: {} },
  { id: 'call_4', name: 'get_index_status', arguments: {} },
  { id: 'call_5', name: 'list_changes', arguments: {} },
];

/** Arguments that models guess or fill in without a reason. */
const GUESSES: readonly Readonly<Record<string, unknown>>[] = [
  { limit: 3 },
  { max_results: 50 },
  { cursor: '' },
  { max_results: '3' },
  { max_results: null, cursor: null },
  { colour: 'blue' },
];

const REQUIRED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  search_docs: { query: 'stream' },
  fetch_doc: { path: 'core/graph.md' },
};

/** Every guess in every tool. */
export const EVERY_GUESS: readonly ToolCall[] = EVERY_TOOL.flatMap(({ name }) =>
  GUESSES.map((guess) => ({ name, arguments: { ...REQUIRED[name], ...guess } })),
).map((call, index) => ({ ...call, id: `call_${index + 1}` }));
