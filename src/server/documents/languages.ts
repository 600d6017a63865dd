import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { CODE_LANGUAGE, type DocumentEntry } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { pathBelow, rootOf, type SourceIdentity } from '../../shared/domain/source.ts';
import { joined, type Line, line, sentence, term } from '../answer/answer-text.ts';

/** The languages that the documents of an index may be in, according to its roots, each once. */
export function indexLanguages({ sources }: Pick<IndexStatus, 'sources'>): string[] {
  const languages = sources.flatMap(({ roots }) =>
    roots.flatMap((root) => [root.language, ...Object.keys(root.languages)]),
  );
  return [...new Set(languages)];
}

/**
 * Whether a language is within a range: `zh-CN` is within `zh`, in any case. This is basic filtering,
 * https://www.rfc-editor.org/rfc/rfc4647#section-3.3.1
 */
export function isInLanguage(language: string, range: string): boolean {
  const [tag, wanted] = [language.toLowerCase(), range.toLowerCase()];
  return tag === wanted || tag.startsWith(`${wanted}-`);
}

/** The language without region and script: `zh` of `zh-Hans-CN`. */
export function primaryLanguage(language: string): string {
  return language.toLowerCase().split('-')[0] ?? language;
}

const NAMES = new Intl.DisplayNames('en', { type: 'language' });

/** Looking a name up takes as long as comparing a passage with a query. */
const FOUND_NAMES = new LRUCache<string, string>({ max: 64, memoMethod: lookUpName });

/** The English name of a language; `Code` of code; the tag itself if it has none. */
export function languageName(tag: string): string {
  return FOUND_NAMES.memo(tag);
}

function lookUpName(tag: string): string {
  if (tag === CODE_LANGUAGE) return 'Code';
  try {
    return NAMES.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The English names of the languages that documents are in: `Chinese and English`. */
export function languageNames(documents: readonly Pick<DocumentEntry, 'language'>[]): string {
  const names = [...new Set(documents.map(({ language }) => languageName(language)))].sort();
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

/** The same document in another language. */
export interface Translation {
  readonly path: string;
  readonly language: string;
}

/** Path → the same document in other languages. Documents without one are left out. */
export type TranslationsByPath = ReadonlyMap<string, readonly Translation[]>;

type Translated = Pick<DocumentEntry, 'path' | 'language'>;

/**
 * Finds the documents that say the same in different languages: those of one source with the same path below their roots,
 * and those in one folder whose file names differ by the mark of a language (`README.md`, `README_zh.md`). Where several
 * documents in one language fit, none of them does. Takes time linear in the number of documents.
 */
export function findTranslations(
  documents: readonly Translated[],
  sources: readonly SourceIdentity[],
): Map<string, readonly Translation[]> {
  const groups = [...samePathBelowRoots(documents, sources), ...sameNameInFolder(documents)];
  const found = new Map<string, Map<string, string | null>>();
  for (const group of groups) if (group.length > 1) collect(group, found);
  const translations = new Map<string, readonly Translation[]>();
  for (const [path, byLanguage] of found) {
    const sure = [...byLanguage].flatMap(([language, path]) => (path === null ? [] : [{ path, language }]));
    if (sure.length > 0) translations.set(path, sure);
  }
  return translations;
}

/** Groups the documents of each source that has several roots by their path below the root. */
function samePathBelowRoots(
  documents: readonly Translated[],
  sources: readonly SourceIdentity[],
): Iterable<readonly Translated[]> {
  const roots = sources.flatMap(({ roots }, number) => roots.map(({ at }) => ({ at, number })));
  const groups = new Map<string, Translated[]>();
  for (const document of documents) {
    const root = rootOf(roots, document.path);
    if (root === undefined || sources[root.number]?.roots.length === 1) continue;
    add(groups, `${root.number} ${pathBelow(document.path, root)}`, document);
  }
  return groups.values();
}

/** Groups the documents whose name has the mark of a language with those whose name differs only by the mark. */
function sameNameInFolder(documents: readonly Translated[]): Iterable<readonly Translated[]> {
  const languages = new Set(documents.map(({ language }) => primaryLanguage(language)));
  const groups = new Map<string, Translated[]>();
  for (const document of documents) {
    const unmarked = withoutLanguage(document.path, languages);
    if (unmarked !== document.path) add(groups, unmarked, document);
  }
  for (const document of documents) groups.get(document.path)?.push(document);
  return groups.values();
}

function add(groups: Map<string, Translated[]>, key: string, document: Translated): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [document]);
  else group.push(document);
}

/** Adds what the documents of one group are to each other. @param found path → language → path, null if ambiguous */
function collect(group: readonly Translated[], found: Map<string, Map<string, string | null>>): void {
  const only = new Map<string, string | null>();
  for (const { path, language } of group) only.set(language, only.has(language) ? null : path);
  for (const [language, path] of only) {
    if (path === null) continue;
    const others = found.get(path) ?? new Map<string, string | null>();
    for (const [other, translation] of only) {
      if (other === language) continue;
      const known = others.get(other);
      others.set(other, known === undefined || known === translation ? translation : null);
    }
    found.set(path, others);
  }
}

/** `_zh`, `.zh-CN`, `-cn` at the end of a file name, before the extension. */
const MARK = /[._-]([a-z]{2,3})(?:[_-][a-z]{2,4})?(?=\.\w+$)/i;

/** The path without the mark of one of the languages. */
function withoutLanguage(path: string, languages: ReadonlySet<string>): string {
  const [mark, name = ''] = MARK.exec(path) ?? [];
  if (mark === undefined || path.includes('/', path.length - mark.length)) return path;
  // The code of the country is often used for the language.
  const language = name.toLowerCase() === 'cn' ? 'zh' : name.toLowerCase();
  return languages.has(language) ? path.replace(MARK, '') : path;
}

/** The same document in other languages, as answers show it; absent if there is none. */
export const translationList = z
  .array(z.object({ path: z.string(), language: z.string() }))
  .optional()
  .describe('The same document in other languages');

/** The lines of an answer that name the translations of a document: one, or none if it has none. */
export function translationLines(translations: readonly Translation[] = []): readonly Line[] {
  if (translations.length === 0) return [];
  const each = translations.map(
    ({ path, language }) => line`${sentence(languageName(language))}: ${term(path)}`,
  );
  return [line`Also in ${joined(each, '; ')}`];
}
