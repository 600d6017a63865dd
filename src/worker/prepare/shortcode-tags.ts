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
