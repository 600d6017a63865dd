import type { Document } from '../../../shared/domain/document.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { sourceOf } from '../../../shared/domain/source.ts';
import { joined, type Line, line, sentence, term } from '../../answer/answer-text.ts';
import type { HiddenCharacters } from '../../answer/hidden-characters.ts';
import type { LocatedDocument } from '../../documents/find-document.ts';
import { anchorOfLines, isGoFile } from '../../documents/go-section.ts';
import { indexLanguages } from '../../documents/languages.ts';
import type { Range } from '../../documents/section-range.ts';
import type { FetchedDocument } from './fetch-doc-answer.ts';
import { translationLines } from './translation-list.ts';

/** What a document is, in the first lines of its text. */
export function headLines(
  { document, status }: LocatedDocument,
  { url, source, translations }: Pick<FetchedDocument, 'url' | 'source' | 'translations'>,
): readonly Line[] {
  const { title, path, language, updatedAt } = document;
  const { version } = versionOf(status, path);
  const name = version === undefined ? term(source) : line`${term(source)} ${term(version)}`;
  const facts = [
    term(path),
    ...(status.sources.length > 1 || version !== undefined ? [name] : []),
    ...(indexLanguages(status).length > 1 ? [term(language)] : []),
    ...(updatedAt === null ? [] : [line`updated ${term(updatedAt)}`]),
  ];
  return [line`${title} (${joined(facts, ', ')})`, term(url), ...translationLines(translations)];
}

/** The indexed release of the source of a document, if it follows releases. */
export function versionOf({ sources }: IndexStatus, path: string): { readonly version?: string } {
  const version = sourceOf(sources, path)?.version;
  return version === undefined ? {} : { version };
}

/** Says which part of a document is shown. */
export function partOf({ path, content }: Document, { start, end }: Range): string {
  if (!isGoFile(path)) return `Characters ${start} to ${end} of ${content.length}.`;
  const count = content.replace(/\n$/, '').split('\n').length;
  return `Lines ${anchorOfLines(content, { start, end }).replaceAll('L', '').replace('-', ' to ')} of ${count}.`;
}

/** What the document is about; a Go file has many subjects, and its summary is that of the first. */
export function summaryLines({ path, summary }: Document): readonly Line[] {
  return summary === '' || isGoFile(path) ? [] : [line`About the document: ${summary}`];
}

/** What a client should know about what it requested. */
export function notesOn({ section, note }: LocatedDocument, outline: FetchedDocument['outline']): string[] {
  const isDeprecated = section !== undefined && outline[0]?.deprecated === true;
  return [...(note === undefined ? [] : [note]), ...(isDeprecated ? ['It is deprecated.'] : [])];
}

/** The files of the Go package that was requested. */
export function packageLine(
  { folder, files }: NonNullable<LocatedDocument['goPackage']>,
  shown: readonly string[],
): Line {
  const names = shown.map((path) => term(path.slice(folder.length + 1)));
  const rest = files.length - shown.length;
  const more = rest > 0 ? line` and ${rest} more` : line``;
  return line`Files of the package in ${term(folder)}: ${joined(names, ', ')}${more}.`;
}

/** Says where hidden characters are, so that the content can be given as it is. */
export function hiddenLine({ count, kinds }: HiddenCharacters): Line {
  const each = kinds.map(({ character, lines }) => `${character} on line ${lines.join(', ')}`);
  return sentence(
    `The content has ${count} invisible or control ${count === 1 ? 'character' : 'characters'}, which may be meant to mislead: ${each.join('; ')}.`,
  );
}
