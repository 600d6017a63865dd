import type { DocumentEntry } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';

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

/** The English name of a language; the tag itself if it has none. */
export function languageName(tag: string): string {
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
