import matter from 'gray-matter';
import { parse } from 'yaml';

/** The fields of the front matter that have a usable form. */
interface FrontMatter {
  readonly title: string | null;
  /** Name of a skill. */
  readonly name: string | null;
  readonly description: string;
  readonly weight: number | null;
  /** `lastmod`, or else `date`, as written. */
  readonly updatedAt: string | null;
  /** Address from the root of the site. It replaces the address made from the path. */
  readonly url: string | null;
  /** Last part of the address. It replaces the name of the file. */
  readonly slug: string | null;
}

/** A document split into front matter and body. */
export interface SplitDocument {
  readonly data: FrontMatter;
  readonly body: string;
  /** Line of the content the body begins on, from 1. */
  readonly bodyLine: number;
}

/** Bounds the cost of parsing YAML, which a hostile document could make expensive. */
const MAX_FRONT_MATTER_CHARACTERS = 64 * 1024;
const MAX_TITLE_CHARACTERS = 300;
const TOML = /^\+\+\+[ \t]*\r?\n/;

/**
 * Splits a document into front matter and body. Only YAML is read: gray-matter would execute a `---js` block.
 * Fields of a wrong type count as absent.
 * @returns `reason` if the block cannot be read
 */
export function readFrontMatter(content: string): SplitDocument | { reason: string } {
  const text = content.replace(/^\uFEFF/, '');
  const opening = /^---([^-\n][^\n]*)?\n/.exec(text.slice(0, 200).replaceAll('\r\n', '\n'));
  if (opening === null && TOML.test(text)) return withoutToml(text);
  if (opening === null) return { data: toFrontMatter(null), body: text, bodyLine: 1 };
  const language = opening[1]?.trim() ?? '';
  if (!/^(ya?ml)?$/.test(language))
    return { reason: `front matter is ${quoted(language)}, only YAML is read` };
  const end = text.indexOf('\n---', 3);
  if (end === -1) return { reason: 'front matter is not closed by a line of ---' };
  if (end > MAX_FRONT_MATTER_CHARACTERS) return { reason: 'front matter is longer than 64 KiB' };
  try {
    const { data, content: body } = matter(text, { engines: ENGINES });
    return {
      data: toFrontMatter(data),
      body,
      bodyLine: text.slice(0, text.length - body.length).split('\n').length,
    };
  } catch (error) {
    return {
      reason: `front matter is not valid YAML: ${quoted(error instanceof Error ? error.message : '')}`,
    };
  }
}

/** Removes a TOML block, which is not read. */
function withoutToml(text: string): SplitDocument | { reason: string } {
  const end = text.search(/\n\+\+\+[ \t]*\r?(?:\n|$)/);
  if (end === -1) return { reason: 'front matter is not closed by a line of +++' };
  const from = text.indexOf('\n', end + 1);
  const body = from === -1 ? '' : text.slice(from + 1);
  const bodyLine = text.slice(0, text.length - body.length).split('\n').length;
  return { data: toFrontMatter(null), body, bodyLine };
}

/** The core schema has no dates, so they stay as written. Tags outside of it and alias bombs are errors. */
function readYaml(text: string): object {
  const data: unknown = parse(text, {
    schema: 'core',
    version: '1.2',
    resolveKnownTags: false,
    maxAliasCount: 100,
    logLevel: 'error',
  });
  return typeof data === 'object' && data !== null ? data : {};
}

function refuseLanguage(): never {
  throw new Error('only YAML is read');
}

const ENGINES = {
  yaml: readYaml,
  json: refuseLanguage,
  javascript: refuseLanguage,
  js: refuseLanguage,
  coffee: refuseLanguage,
  toml: refuseLanguage,
};

function toFrontMatter(data: unknown): FrontMatter {
  const fields = new Map<string, unknown>();
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
    for (const [key, value] of Object.entries(data)) fields.set(key.toLowerCase(), value);
  }
  return {
    title: oneLine(fields.get('title')) ?? oneLine(fields.get('linktitle')),
    name: oneLine(fields.get('name')),
    description: oneLine(fields.get('description')) ?? '',
    weight: wholeNumber(fields.get('weight')),
    updatedAt: date(fields.get('lastmod')) ?? date(fields.get('date')),
    url: oneLine(fields.get('url')),
    slug: oneLine(fields.get('slug')),
  };
}

/** Reads a value as one line of text, or null. */
function oneLine(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).replace(/\s+/g, ' ').trim();
  return text === '' ? null : [...text].slice(0, MAX_TITLE_CHARACTERS).join('');
}

function wholeNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

function date(value: unknown): string | null {
  const text = oneLine(value);
  return text !== null && /^\d{4}-\d{2}-\d{2}([T ][\d:.]+\s?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)
    ? text
    : null;
}

/** Quotes the beginning of an input for a message. */
function quoted(text: string): string {
  return JSON.stringify([...(text.split('\n')[0] ?? '')].slice(0, 120).join(''));
}
