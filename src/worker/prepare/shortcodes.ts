import type { ResolveTarget } from '../../shared/readable-html.ts';
import { referenceTarget } from './document-addresses.ts';

/** A tag of a Hugo shortcode: `{{< name … >}}` or `{{% name … %}}` (https://gohugo.io/content-management/shortcodes/). */
export interface ShortcodeTag {
  readonly start: number;
  readonly end: number;
  readonly kind: 'open' | 'close' | 'comment';
  /** In lower case; of a comment, what it would show. */
  readonly name: string;
  /** Whether what is inside is rendered apart from the page: `{{< … >}}`. */
  readonly isApart: boolean;
  /** Arguments with a name in lower case. */
  readonly named: ReadonlyMap<string, string>;
  readonly positional: readonly ShortcodeArgument[];
  /** Number of the tag that closes it, or that it closes; null if there is none. */
  readonly partner: number | null;
  /** Number of the pair of tags that it is directly inside of, by its first tag; null if there is none. */
  readonly parent: number | null;
}

interface ShortcodeArgument {
  readonly value: string;
  readonly isQuoted: boolean;
}

const STRING = '"(?:[^"\\\\]|\\\\[^])*"|`[^`]*`';
/** Nothing in it can be matched in two ways, and no brace or backslash stands outside of strings, so it is linear. */
const TAG = new RegExp(
  [
    '\\{\\{<\\/\\*([^{}]{0,2000})\\*\\/>\\}\\}|\\{\\{%\\/\\*([^{}]{0,2000})\\*\\/%\\}\\}',
    `\\{\\{<((?:[^"\`{}>\\\\]|${STRING}|>(?!\\}\\}))*)>\\}\\}`,
    `\\{\\{%((?:[^"\`{}%\\\\]|${STRING}|%(?!\\}\\}))*)%\\}\\}`,
  ].join('|'),
  'g',
);
const ARGUMENT = new RegExp(`([\\w.-]+)\\s*=\\s*(${STRING}|[^\\s"\`]+)|(${STRING}|[^\\s"\`]+)`, 'g');

/** Finds the tags of shortcodes in a text, in order, and which belong together. */
export function findShortcodeTags(text: string): readonly ShortcodeTag[] {
  if (!text.includes('{{')) return [];
  const tags = [...text.matchAll(TAG)].map(({ 0: tag, 1: angle, 2: percent, 3: inner, index }) => {
    const place = { start: index, end: index + tag.length, isApart: tag.startsWith('{{<') };
    const comment = angle ?? percent;
    if (comment === undefined) return { ...place, ...readTag(inner ?? tag.slice(3, -3)) };
    const [open, close] = place.isApart ? ['{{<', '>}}'] : ['{{%', '%}}'];
    return { ...place, ...NOTHING, kind: 'comment' as const, name: `${open} ${comment.trim()} ${close}` };
  });
  return paired(tags);
}

type LooseTag = Omit<ShortcodeTag, 'partner' | 'parent'>;

const NOTHING = { named: new Map<string, string>(), positional: [] };

function readTag(inner: string): Pick<LooseTag, 'kind' | 'name' | 'named' | 'positional'> {
  const [, slash, name = '', rest = ''] = /^\s*(\/?)\s*([^\s"`=]*)([\s\S]*)$/.exec(inner) ?? [];
  const kind = slash === '/' ? 'close' : 'open';
  const named = new Map<string, string>();
  const positional: ShortcodeArgument[] = [];
  for (const [, key, value, alone] of rest.matchAll(ARGUMENT)) {
    if (key !== undefined && value !== undefined) named.set(key.toLowerCase(), unquoted(value));
    else if (alone !== undefined && alone !== '/') {
      positional.push({ value: unquoted(alone), isQuoted: /^["`]/.test(alone) });
    }
  }
  return { kind, name: name.toLowerCase(), named, positional };
}

function unquoted(value: string): string {
  if (value.startsWith('`')) return value.slice(1, -1);
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\([\s\S])/g, '$1') : value;
}

/** A tag that no other closes stands alone, as most shortcodes do. */
function paired(tags: readonly LooseTag[]): ShortcodeTag[] {
  const open: number[] = [];
  const opened = new Map<string, number>();
  const partners = new Map<number, number>();
  for (const [number, { kind, name }] of tags.entries()) {
    if (kind === 'open') {
      open.push(number);
      opened.set(name, (opened.get(name) ?? 0) + 1);
    }
    if (kind !== 'close' || !opened.get(name)) continue;
    for (let last = open.pop(); last !== undefined; last = open.pop()) {
      const lastName = tags[last]?.name ?? '';
      opened.set(lastName, (opened.get(lastName) ?? 0) - 1);
      if (lastName !== name) continue;
      partners.set(last, number).set(number, last);
      break;
    }
  }
  const around: number[] = [];
  return tags.map((tag, number) => {
    const partner = partners.get(number) ?? null;
    if (tag.kind === 'close' && partner !== null) around.pop();
    const parent = around.at(-1) ?? null;
    if (tag.kind === 'open' && partner !== null) around.push(number);
    return { ...tag, partner, parent };
  });
}

/** Arguments that themes show, by the names that they commonly have. */
const SHOWN = ['title', 'header', 'heading', 'label', 'subtitle', 'summary', 'text', 'caption', 'attr'];
const ALSO_SHOWN = ['description', 'desc', 'content', 'message', 'tooltip', 'tagline'];
/** Shortcodes whose argument without a name is shown, also if it is one word. */
const SHOWS_ITS_ARGUMENT =
  /^(?:tab|details|expand|expandable|collapse|accordion|spoiler|button|badge|tooltip|kbd|step|card)$/;
const IMAGE = /^(?:figure|image|img|picture|imgproc)$/;
const CODE = /^(?:highlight|code|code-?block|prism|mermaid|plantuml)$/;

/** The words that a reader sees of the tag itself, each argument apart. */
function shortcodeWords({ name, named, positional }: ShortcodeTag): string[] {
  const keys = [...SHOWN, ...ALSO_SHOWN, ...(name === 'tab' ? ['name'] : [])];
  const words = keys.flatMap((key) => named.get(key) ?? []);
  for (const { value, isQuoted } of positional) {
    const isSentence = /\p{L}\S*\s+\S/u.test(value);
    if (isQuoted && (isSentence || SHOWS_ITS_ARGUMENT.test(name))) words.push(value);
  }
  return words
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '' && !isAddress(text));
}

function isAddress(text: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:\/\/|\.{0,2}\/)\S*$/i.test(text);
}

/** The image that a tag shows, as Markdown; null if it shows none. */
function shortcodeImage(tag: ShortcodeTag): string | null {
  const source = tag.named.get('src') ?? (IMAGE.test(tag.name) ? tag.positional[0]?.value : undefined);
  if (!IMAGE.test(tag.name) || source === undefined) return null;
  const words = shortcodeWords(tag);
  const description = words.length > 0 ? words.join('. ') : (tag.named.get('alt') ?? '');
  return `![${description.replace(/[[\]\\]/g, '\\$&')}](${source.replace(/[\s()<>]/g, percentEncoded)})`;
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/**
 * The language of the code inside of a tag, `''` if the tag does not name one; null if it is no code. The tabs of Docsy's
 * `tabpane` are code unless they say that they are text.
 */
export function shortcodeLanguage(tag: ShortcodeTag, parent: ShortcodeTag | undefined): string | null {
  const { name, named, positional } = tag;
  if (CODE.test(name)) {
    const own = named.get('lang') ?? named.get('language') ?? positional[0]?.value ?? '';
    return /^(?:mermaid|plantuml)$/.test(name) ? name : /^[\w+#.-]*$/.test(own) ? own : '';
  }
  if (name !== 'tab' || parent?.name !== 'tabpane') return null;
  if (/^(?:true|1)$/.test(named.get('text') ?? parent.named.get('text') ?? '')) return null;
  return named.get('lang') ?? parent.named.get('lang') ?? '';
}

/** Where a tag stands in its line. */
export interface Place {
  readonly indentation: string;
  /** Only white space and tags stand before it in its line, or after it. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The line before has text, which words at the beginning of this line would continue. */
  readonly followsText: boolean;
  /** A word follows without a space. */
  readonly touchesWord: boolean;
}

/** What a reader sees of a tag. Words alone on their line are a paragraph. */
export function shownText(tag: ShortcodeTag, place: Place, resolve: ResolveTarget): string {
  if (tag.kind === 'close') return '';
  if (/^(?:ref|relref)$/.test(tag.name)) {
    const target = tag.named.get('path') ?? tag.positional[0]?.value ?? '';
    return resolve(referenceTarget(target), 'link');
  }
  const image = shortcodeImage(tag);
  const words = image === null ? shortcodeWords(tag) : [image];
  const { indentation, isFirst, isLast, followsText, touchesWord } = place;
  if (words.length === 0) return '';
  if (!(isFirst && isLast)) return words.join(' ') + (touchesWord ? ' ' : '');
  return `${followsText ? `\n${indentation}` : ''}${words.join(`\n\n${indentation}`)}\n`;
}

interface ShortcodeCode extends Pick<Place, 'indentation' | 'followsText'> {
  readonly language: string;
  readonly code: string;
  readonly isAlone: boolean;
}

export function codeBlock(
  { name, named }: ShortcodeTag,
  { language, code, indentation, isAlone, followsText }: ShortcodeCode,
): string {
  const longest = [...code.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  const trimmed = code.trim();
  if (!isAlone && !trimmed.includes('\n')) {
    const marks = '`'.repeat(longest + 1);
    return trimmed === '' ? '' : `${marks} ${trimmed} ${marks}`;
  }
  const fence = '`'.repeat(Math.max(longest + 1, 3));
  const title = named.get('header') ?? named.get('title') ?? (name === 'tab' ? named.get('name') : undefined);
  const lines = code
    .replace(/^[ \t]*\n/, '')
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith(indentation) ? line : indentation + line));
  const label = title === undefined ? [] : [...(followsText ? [''] : []), indentation + title, ''];
  const block = [...label, `${indentation}${fence}${language}`, ...lines, indentation + fence].join('\n');
  return isAlone ? block.slice(label[0] === '' ? 0 : indentation.length) : `\n${block}\n`;
}
