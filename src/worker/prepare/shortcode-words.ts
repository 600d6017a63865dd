import type { ShortcodeTag } from './shortcode-tags.ts';

/** Arguments that themes show, by the names that they commonly have. */
const SHOWN = ['title', 'header', 'heading', 'label', 'subtitle', 'summary', 'text', 'caption', 'attr'];
const ALSO_SHOWN = ['description', 'desc', 'content', 'message', 'tooltip', 'tagline'];
/** Shortcodes whose argument without a name is shown, also if it is one word. */
const SHOWS_ITS_ARGUMENT =
  /^(?:tab|details|expand|expandable|collapse|accordion|spoiler|button|badge|tooltip|kbd|step|card)$/;
const IMAGE = /^(?:figure|image|img|picture|imgproc)$/;
const CODE = /^(?:highlight|code|code-?block|prism|mermaid|plantuml)$/;

/** The words that a reader sees of the tag itself, each argument apart. */
export function shortcodeWords({ name, named, positional }: ShortcodeTag): string[] {
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
export function shortcodeImage(tag: ShortcodeTag): string | null {
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
