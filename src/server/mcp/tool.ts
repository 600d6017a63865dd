import type { CallToolResult, Tool as ToolDefinition } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { partyOf } from '../../shared/error-codes.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import { unreadableIndex } from '../health/public-error.ts';
import { REQUEST_DEADLINE_MS, withinDeadline } from '../index-access/deadline.ts';
import { RPC, RpcError } from './json-rpc.ts';

/** A tool of the server: its definition, made once, and its implementation. */
export interface Tool {
  readonly definition: ToolDefinition;
  /** Never rejects: every failure is a tool error that a model can read. */
  call(args: unknown, signal: AbortSignal): Promise<CallToolResult>;
}

export interface ToolSpec<I extends z.ZodObject, O extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** Written for a model: when to use the tool and what it returns. */
  readonly description: string;
  readonly input: I;
  readonly output: O;
  /** @param signal of the call, with its deadline */
  run(
    input: z.output<I>,
    signal: AbortSignal,
  ): Promise<{ readonly structured: z.input<O>; readonly text: string }>;
}

export interface ToolObserver {
  /** @param errorCode `INVALID_ARGUMENTS`, `INTERNAL` or the code of an OperationalError; undefined for an answer */
  toolCalled(tool: string, seconds: number, errorCode: string | undefined): void;
  /** Called with every error that is not an OperationalError. */
  toolCrashed(tool: string, error: unknown): void;
}

/**
 * Makes a tool that validates its arguments before it runs: unknown or invalid ones are `INVALID_ARGUMENTS`.
 * @param spec `run` may throw: an OperationalError is shown with its code, any other error as `INTERNAL`
 */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(
  spec: ToolSpec<I, O>,
  { metrics, logger }: { readonly metrics: ToolObserver; readonly logger: Pick<Logger, 'warn'> },
): Tool {
  const input = spec.input.strict();
  return {
    definition: {
      name: spec.name,
      title: spec.title,
      description: spec.description,
      inputSchema: jsonSchema(input, 'input'),
      outputSchema: jsonSchema(spec.output, 'output'),
      annotations: {
        title: spec.title,
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
    async call(args, signal) {
      const started = performance.now();
      const done = (code?: string) =>
        metrics.toolCalled(spec.name, (performance.now() - started) / 1000, code);
      const parsed = input.safeParse(args ?? {});
      if (!parsed.success) {
        done('INVALID_ARGUMENTS');
        return toolError(`INVALID_ARGUMENTS: ${spec.name}: ${problems(parsed.error)}`);
      }
      try {
        const { structured, text } = await withinDeadline(
          REQUEST_DEADLINE_MS,
          (deadline) => spec.run(parsed.data as z.output<I>, deadline),
          signal,
        );
        done();
        return { structuredContent: structured, content: [{ type: 'text', text }] };
      } catch (error) {
        const known = error instanceof OperationalError;
        if (!known && !signal.aborted) metrics.toolCrashed(spec.name, error);
        done(known ? error.code : 'INTERNAL');
        return toolError(known ? clientMessage(error, logger) : 'INTERNAL: The server failed. See its log.');
      }
    },
  };
}

function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): ToolDefinition['inputSchema'] {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest as ToolDefinition['inputSchema'];
}

function problems(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'arguments'}: ${issue.message}`).join('; ');
}

function toolError(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
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
