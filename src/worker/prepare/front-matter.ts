import matter from 'gray-matter';
import { parse as parseToml, TomlDate } from 'smol-toml';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { type Publication, readPublication } from './publication.ts';

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
  /** Former addresses, as written. */
  readonly aliases: readonly string[];
  readonly publication: Publication;
}

/** A document split into front matter and body. */
export interface SplitDocument {
  readonly data: FrontMatter;
  readonly body: string;
  /** Line of the content the body begins on, from 1. */
  readonly bodyLine: number;
}

/**
 * Bounds the cost of parsing, which a hostile document could make expensive. Pages that list the keywords of a whole
 * library have 100 KiB.
 */
const MAX_FRONT_MATTER_CHARACTERS = 256 * 1024;
/** The time of the YAML parser grows with the square of the fields: so many take a second or two. */
const MAX_FIELDS = 10_000;
const MAX_TITLE_CHARACTERS = 300;
const MAX_ALIASES = 100;

/**
 * Splits a document into front matter and body. The front matter is YAML between lines of `---`, TOML between lines of
 * `+++`, or a JSON object; never code. Fields of a wrong type count as absent. A document that begins with a rule or
 * with another `{` has none.
 * @returns `reason` if the block cannot be read
 */
export function readFrontMatter(content: string): SplitDocument | { reason: string } {
  const text = content.replace(/^\uFEFF/, '');
  const block = findBlock(text);
  if (block === null) return withoutFrontMatter(text);
  if ('reason' in block) return block;
  const { language, source, end } = block;
  if (source.length > MAX_FRONT_MATTER_CHARACTERS) return { reason: 'front matter is longer than 256 KiB' };
  if (mayHaveMoreFields(source, MAX_FIELDS))
    return { reason: `front matter has more than ${MAX_FIELDS} fields` };
  try {
    const data = parseBlock(block);
    if (!isMap(data) && source.trim() !== '') return withoutFrontMatter(text);
    const bodyLine = text.slice(0, end).split('\n').length;
    return { data: toFrontMatter(data), body: text.slice(end), bodyLine };
  } catch (error) {
    if (!looksLikeFields(source, language)) return withoutFrontMatter(text);
    const message = quoted(error instanceof Error ? error.message : '');
    return { reason: `front matter is not valid ${language}: ${message}` };
  }
}

/** Each field has a `:` or a `?`, also where it is within another. */
function mayHaveMoreFields(source: string, limit: number): boolean {
  return source.length > limit && (source.match(/[:?]/g)?.length ?? 0) > limit;
}

function withoutFrontMatter(text: string): SplitDocument {
  return { data: toFrontMatter(null), body: text, bodyLine: 1 };
}

type BlockLanguage = 'YAML' | 'TOML' | 'JSON';

interface Block {
  readonly language: BlockLanguage;
  readonly source: string;
  /** Offset of the body. */
  readonly end: number;
}

function findBlock(text: string): Block | { reason: string } | null {
  const yaml = /^---([^-\n][^\n]*)?\r?\n/.exec(text.slice(0, 200));
  if (yaml !== null) {
    const language = yaml[1]?.trim() ?? '';
    if (!/^(ya?ml)?$/.test(language))
      return { reason: `front matter is ${quoted(language)}, only YAML is read` };
    return delimited(text, 'YAML', yaml[0].length);
  }
  const toml = /^\+\+\+[ \t]*\r?\n/.exec(text.slice(0, 200));
  if (toml !== null) return delimited(text, 'TOML', toml[0].length);
  // Two braces begin a shortcode.
  const end = /^\{(?!\{)/.test(text) ? endOfObject(text) : -1;
  return end === -1 ? null : { language: 'JSON', source: text.slice(0, end), end };
}

/** The lines that close a block. The line break before them may be that of the opening line. */
const CLOSING = {
  YAML: { mark: '---', line: /\r?\n---[ \t]*(?:\r?\n|$)/g },
  TOML: { mark: '+++', line: /\r?\n\+\+\+[ \t]*(?:\r?\n|$)/g },
};

/** A block that begins at `start`, up to the next line that is only its mark. */
function delimited(
  text: string,
  language: keyof typeof CLOSING,
  start: number,
): Block | { reason: string } | null {
  const { mark, line } = CLOSING[language];
  line.lastIndex = text.startsWith('\r\n', start - 2) ? start - 2 : start - 1;
  const closing = line.exec(text);
  if (closing !== null) {
    const source = text.slice(start, Math.max(start, closing.index));
    return { language, source, end: closing.index + closing[0].length };
  }
  const isBlock = looksLikeFields(text.slice(start, start + 1_000), language);
  return isBlock ? { reason: `front matter is not closed by a line of ${mark}` } : null;
}

/** Whether the first line of a block is that of a field. Otherwise the line before it may be a rule. */
function looksLikeFields(source: string, language: BlockLanguage): boolean {
  const first = source.split('\n').find((line) => /^(?!#)\S/.test(line)) ?? '';
  return language !== 'JSON' && /^(?:["'[{]|[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\s*[:=])/u.test(first);
}

/** Offset after the line on which the object at the beginning of a text is closed, or -1. */
function endOfObject(text: string): number {
  const limit = Math.min(text.length, MAX_FRONT_MATTER_CHARACTERS + 1);
  let depth = 0;
  let inString = false;
  for (let i = 0; i < limit; i++) {
    const character = text[i];
    if (inString && character === '\\') i += 1;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '{') depth += 1;
    else if (character === '}' && --depth === 0) {
      const rest = /[ \t]*(?:\r?\n|$)/y;
      rest.lastIndex = i + 1;
      return rest.test(text) ? rest.lastIndex : -1;
    }
  }
  return -1;
}

/** Closes the block for gray-matter, which would end it at any line that begins with the mark. No text contains a NUL. */
const END = '---\u0000';

/**
 * @returns null for a block of comments alone
 * @throws an error of the language's parser
 */
function parseBlock({ language, source }: Block): unknown {
  const file = matter(`---\n${source}\n${END}`, {
    language: language.toLowerCase(),
    delimiters: ['---', END],
    engines: ENGINES,
  });
  return (file as { isEmpty?: boolean }).isEmpty === true ? null : file.data;
}

/** The core schema has no dates, so they stay as written. Tags outside of it and alias bombs are errors. */
const YAML_OPTIONS = {
  schema: 'core',
  version: '1.2',
  resolveKnownTags: false,
  maxAliasCount: 100,
  logLevel: 'error',
} as const;

/**
 * The beginning of a line that can only go on with the list in brackets of a line before, because it is no field. YAML 1.2
 * wants it indented, which most other parsers do not.
 */
const UNINDENTED_REST = /^(?=["'\][{},])(?!"[^"\n]*"\s*:|'[^'\n]*'\s*:)/gm;

const ENGINES = {
  yaml: (source: string): object => {
    try {
      return parseYaml(source, YAML_OPTIONS);
    } catch (error) {
      if (!(error instanceof YAMLParseError) || error.code !== 'BAD_INDENT') throw error;
      return parseYaml(source.replace(UNINDENTED_REST, ' '), YAML_OPTIONS);
    }
  },
  toml: (source: string): object => parseToml(source, { maxDepth: 100 }),
  json: (source: string): object => JSON.parse(source),
};

function isMap(data: unknown): data is object {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function toFrontMatter(data: unknown): FrontMatter {
  const fields = lowerCaseFields(data);
  return {
    title: oneLine(fields.get('title')) ?? oneLine(fields.get('linktitle')),
    name: oneLine(fields.get('name')),
    description: oneLine(fields.get('description')) ?? '',
    weight: wholeNumber(fields.get('weight')),
    updatedAt: date(fields.get('lastmod')) ?? date(fields.get('date')),
    url: oneLine(fields.get('url')),
    slug: oneLine(fields.get('slug')),
    aliases: [fields.get('aliases')]
      .flat()
      .flatMap((alias) => oneLine(alias) ?? [])
      .slice(0, MAX_ALIASES),
    publication: readPublication(fields),
  };
}

/** The fields of a map, with the dates of TOML as text. Names count in any case. */
function lowerCaseFields(data: unknown): ReadonlyMap<string, unknown> {
  if (!isMap(data)) return new Map();
  return new Map(
    Object.entries(data).map(([key, value]: [string, unknown]) => [
      key.toLowerCase(),
      value instanceof TomlDate ? value.toISOString() : value,
    ]),
  );
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
