import { excerptOf } from '../error-causes.ts';

/** More than any error message has. In characters. */
const LONGEST_TEXT = 64 * 1024;

/** What the body of an error says. */
export interface EndpointError {
  readonly message: string;
  /** OpenAI's codes, for example `insufficient_quota`; null without one. */
  readonly code: string | null;
}

/**
 * Reads the body of an error in any of the shapes that endpoints use: OpenAI's `error.message`, an `error` that is a
 * string, a `message` at the top, `detail` as a string or as FastAPI's list of problems, `errors`, or plain text.
 */
export function readEndpointError(body: string): EndpointError {
  const text = body.slice(0, LONGEST_TEXT);
  if (/^\s*<(!doctype|html)/i.test(text)) return { message: 'an HTML page', code: null };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { message: excerptOf(text), code: null };
  }
  const error = field(value, 'error');
  const code = field(error, 'code') ?? field(error, 'type') ?? field(value, 'code');
  return {
    message: excerptOf(endpointWords(value) ?? text),
    code: typeof code === 'string' ? code : null,
  };
}

/** The message in the body of an error, or in a response that should not be one; null if it has none. */
export function endpointWords(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : excerptOf(value);
  if (depth > 3 || typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    const words = value.slice(0, 3).flatMap((item) => endpointWords(item, depth + 1) ?? []);
    return words.length === 0 ? null : words.join('; ');
  }
  for (const name of ['message', 'error', 'detail', 'errors', 'msg', 'error_msg', 'title']) {
    const words = endpointWords(field(value, name), depth + 1);
    if (words !== null) return words;
  }
  return null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
