import type { CallToolResult, Tool as ToolDefinition } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { partyOf } from '../../shared/error-codes.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError, hasCode, OperationalError } from '../../shared/operational-error.ts';
import { oneLine } from '../answer/answer-text.ts';
import type { DocsName } from '../documents/source-names.ts';
import { unreadableIndex } from '../health/public-error.ts';
import { REQUEST_DEADLINE_MS, withinDeadline } from '../index-access/deadline.ts';
import { RPC, RpcError } from './json-rpc.ts';
import { type ArgumentsSchema, readArguments } from './read-arguments.ts';

/** A tool of the server: its definition, made once, and its implementation. */
export interface Tool {
  /** Without the description, which depends on the docs. */
  readonly definition: ToolDefinition;
  /** JSON Schema of the structured answer. */
  readonly answerSchema: JsonSchema;
  /** The description for a model. */
  describe(docs: DocsName): string;
  /** Never rejects: every failure is a tool error that a model can read. A cursor that is no longer valid is left out. */
  call(args: unknown, signal: AbortSignal): Promise<CallToolResult>;
  /**
   * The structured answer, for programs.
   * @throws OperationalError `INVALID_ARGUMENTS`, `INVALID_CURSOR`, or the error of the index
   */
  answer(args: unknown, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
}

export type JsonSchema = ToolDefinition['inputSchema'];

/** What a tool answers. */
interface ToolAnswer<O extends z.ZodObject> {
  readonly structured: z.input<O>;
  readonly text: string;
  /** Sentences about arguments that were left out. */
  readonly notes?: readonly string[];
}

export interface ToolSpec<I extends z.ZodObject, O extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** Written for a model: when to use the tool, how to ask well, and which tool follows. */
  readonly description: (docs: DocsName) => string;
  /** What the model is told to send; `readArguments` takes much more. */
  readonly input: I;
  readonly output: O;
  /** @param signal of the call, with its deadline */
  run(input: z.output<I>, signal: AbortSignal): Promise<ToolAnswer<O>>;
}

interface ToolObserver {
  /** @param errorCode `INTERNAL` or the code of an OperationalError; undefined for an answer */
  toolCalled(tool: string, seconds: number, errorCode: string | undefined): void;
  /** Called with every error that is not an OperationalError. */
  toolCrashed(tool: string, error: unknown): void;
}

/** What tools need of the services. */
interface ToolDeps {
  readonly metrics: ToolObserver;
  readonly logger: Pick<Logger, 'warn'>;
  /** Whether answers also have the structured form, and definitions its schema. */
  readonly structuredContent: boolean;
  /** Waits for the sync that fills an empty index, if one is under way. */
  readonly firstPublish?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

const notesSchema = z.array(z.string()).optional().describe('Arguments that were left out or changed');

/**
 * Makes a tool that reads its arguments as `readArguments` does before it runs; only a missing one that is required is
 * `INVALID_ARGUMENTS`. What was left out of them is said in a line before the text, and in `notes`.
 * @param spec `run` may throw: an OperationalError is shown with its code, any other error as `INTERNAL`
 */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(
  spec: ToolSpec<I, O>,
  { metrics, logger, structuredContent, firstPublish }: ToolDeps,
): Tool {
  const inputSchema = jsonSchema(spec.input, 'input');
  const answerSchema = jsonSchema(spec.output.extend({ notes: notesSchema }), 'output');

  /** @param restarts whether a list or document starts anew where its cursor is no longer valid */
  async function run(args: unknown, signal: AbortSignal, restarts: boolean) {
    const { values, notes } = readArguments(inputSchema as ArgumentsSchema, args);
    const input = spec.input.safeParse(values);
    if (!input.success) throw invalidArguments(spec.name, input.error);
    const work = async (deadline: AbortSignal) => {
      try {
        return await spec.run(input.data as z.output<I>, deadline);
      } catch (error) {
        if (!restarts || !hasCode(error, 'INVALID_CURSOR')) throw error;
        const { cursor: _, ...rest } = input.data;
        const answer = await spec.run(rest as z.output<I>, deadline);
        return { ...answer, notes: [...(answer.notes ?? []), `${error.message} This is the first page.`] };
      }
    };
    if (firstPublish !== undefined) await firstPublish(signal);
    const answer = await withinDeadline(REQUEST_DEADLINE_MS, work, signal);
    return withNotes(answer, [...notes, ...(answer.notes ?? [])]);
  }

  return {
    definition: {
      name: spec.name,
      title: spec.title,
      inputSchema: schemaForModels(inputSchema),
      ...(structuredContent ? { outputSchema: answerSchema } : {}),
      annotations: {
        title: spec.title,
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
    answerSchema,
    describe: spec.description,
    async call(args, signal) {
      const started = performance.now();
      const done = (code?: string) =>
        metrics.toolCalled(spec.name, (performance.now() - started) / 1000, code);
      try {
        const { structured, text } = await run(args, signal, true);
        done();
        return {
          content: [{ type: 'text', text }],
          ...(structuredContent ? { structuredContent: structured } : {}),
        };
      } catch (error) {
        const known = error instanceof OperationalError;
        if (!known && !signal.aborted) metrics.toolCrashed(spec.name, error);
        done(known ? error.code : 'INTERNAL');
        return toolError(known ? clientMessage(error, logger) : 'INTERNAL: The server failed. See its log.');
      }
    },
    async answer(args, signal) {
      return (await run(args, signal, false)).structured;
    },
  };
}

function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest as JsonSchema;
}

/**
 * The schema that models are shown. It keeps to what every provider accepts: some hosts pass it on as it is, and models
 * of Google refuse a tool with `default`, `additionalProperties` or several types. So it has no word of null either,
 * which is accepted all the same, and none of the lengths at which texts are cut.
 */
function schemaForModels(schema: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const {
      default: value,
      maxLength: _,
      description,
      ...rest
    } = property as Readonly<Record<string, unknown>>;
    const words = value === undefined ? description : `${description} (default ${value})`;
    return [name, { ...rest, description: words }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function withNotes<O extends z.ZodObject>(
  { structured, text }: ToolAnswer<O>,
  notes: readonly string[],
): { readonly structured: Readonly<Record<string, unknown>>; readonly text: string } {
  if (notes.length === 0) return { structured, text };
  return {
    structured: { ...structured, notes: [...notes] },
    text: `Note: ${oneLine(notes.join(' '))}\n\n${text}`,
  };
}

function invalidArguments(tool: string, error: z.ZodError): OperationalError {
  const problems = error.issues.map(({ path, code, message }) => {
    const isMissing = code === 'invalid_type';
    return `${path.join('.') || 'arguments'}${isMissing ? ' is missing' : `: ${message}`}`;
  });
  return new OperationalError(
    'INVALID_ARGUMENTS',
    `${tool}: ${problems.join('; ')}.`,
    "Correct this and call again; the tool's schema describes its arguments.",
  );
}

function toolError(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: oneLine(text) }] };
}

/** An error as a JSON-RPC error: invalid parameters if the caller can correct it, otherwise an internal error. */
export function protocolError(error: unknown, logger: Pick<Logger, 'warn'>): RpcError {
  if (error instanceof RpcError) return error;
  if (!(error instanceof OperationalError)) return new RpcError(RPC.internalError, 'The server failed.');
  const code = isCallerError(error) ? RPC.invalidParams : RPC.internalError;
  return new RpcError(code, clientMessage(error, logger));
}

/**
 * The text of an error for the client. The caller's own mistakes are shown in full. Any other error means that the index
 * cannot be read; its message may name paths and addresses of the machine, so it is logged instead.
 */
function clientMessage(error: OperationalError, logger: Pick<Logger, 'warn'>): string {
  if (isCallerError(error)) return describeError(error);
  logger.warn(`a request failed: ${describeError(error)}`);
  return unreadableIndex(error);
}

function isCallerError({ code }: OperationalError): boolean {
  return partyOf(code) === 'caller';
}
