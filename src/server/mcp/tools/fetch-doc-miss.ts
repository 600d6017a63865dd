import type { DocumentEntry, ListedDocument } from '../../../shared/domain/document.ts';
import { answerText, joined, jsonString, line, oneLine, sentence, term } from '../../answer/answer-text.ts';
import { emptyIndexAdvice, footer } from '../../answer/freshness-block.ts';
import { DEFAULT_BUDGET } from '../../answer/token-budget.ts';
import {
  type DocumentRequest,
  findPackageContents,
  type LocatedDocument,
  type PackageContents,
} from '../../documents/find-document.ts';
import { addressAtIndexed, isGoFile } from '../../documents/go-section.ts';
import { nearestPaths } from '../../documents/nearest-paths.ts';
import { sourceNameOf } from '../../documents/source-names.ts';
import type { Services, Snapshot } from '../../services.ts';
import { type FetchAnswer, type FetchedDocument, fittingOutline, outlineLine } from './fetch-doc-answer.ts';

/** The answer where no document is found: the nearest ones, or what the requested package of Go has. */
export async function documentNotFound(
  services: Services,
  { snapshot, request }: { readonly snapshot: Snapshot; readonly request: DocumentRequest },
  signal: AbortSignal,
): Promise<FetchAnswer> {
  const { documents, status } = await snapshot.catalog.read(snapshot.status);
  const contents = await findPackageContents(snapshot, request, signal);
  const near =
    contents === null
      ? await nearest(request.path, documents, snapshot, signal)
      : await withinPackage(contents, snapshot, signal);
  const list = near.entries.map(({ path, about }) => line`- ${term(path)}: ${about}`);
  const advice =
    documents.length === 0
      ? ['The index is empty.', ...emptyIndexAdvice(status, services)].join(' ')
      : list.length === 0
        ? 'Use search_docs or list_docs to find the path.'
        : `${near.what}:`;
  const freshness = services.freshnessBlock(status);
  return {
    structured: {
      ...emptyAnswer(request.path),
      suggestions: near.entries.map(({ path }) => path),
      remarks: [advice.replace(/:$/, '.')],
      freshness,
    },
    text: answerText([
      line`No document at ${request.path}. ${sentence(advice)}`,
      ...list,
      ...footer(freshness, services.searchMode(status)),
    ]),
  };
}

interface Suggested {
  readonly what: string;
  readonly entries: readonly { readonly path: string; readonly about: string }[];
}

async function nearest(
  asked: string,
  documents: readonly ListedDocument[],
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<Suggested> {
  const declaring = await declaringFiles(asked, snapshot, signal);
  if (declaring.length > 0) {
    const entries = declaring
      .slice(0, LISTED)
      .map(({ path, title }) => ({ path: `${path}#${asked}`, about: title }));
    return { what: 'These files declare it', entries };
  }
  const paths = await nearestPaths(asked, documents);
  return { what: 'Nearest', entries: await describePaths(paths, snapshot, signal) };
}

/** The Go files that have a name, without its package, among their main ones. */
async function declaringFiles(
  name: string,
  { reader }: Pick<Snapshot, 'reader'>,
  signal: AbortSignal,
): Promise<DocumentEntry[]> {
  if (!/^\p{L}[\p{L}\p{N}_.]*$/u.test(name)) return [];
  const query = { text: name, limit: LISTED, chunksPerDocument: 1 };
  const { matches } = await reader.search(query, signal);
  return matches
    .map(({ document }) => document)
    .filter(
      ({ path, entities }) =>
        isGoFile(path) &&
        entities.some((entity) => entity.slice(entity.indexOf('.') + 1) === name && entity !== name),
    );
}

/** Files or declarations of a package that an answer lists. */
const LISTED = 40;

async function withinPackage(
  { section, files, similar }: PackageContents,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<Suggested> {
  if (similar.length > 0) {
    const entries = similar.slice(0, LISTED).map(({ path, heading }) => ({ path, about: heading }));
    return { what: `The package declares ${entries.length === 1 ? 'this' : 'these'}`, entries };
  }
  const paths = files.slice(0, LISTED).map(({ path }) => path);
  const entries = await describePaths(paths, snapshot, signal);
  const missing = section === undefined ? '' : 'The package has no such declaration. ';
  return { what: `${missing}Files of the package and what they declare`, entries };
}

async function describePaths(
  paths: readonly string[],
  { catalog }: Pick<Snapshot, 'catalog'>,
  signal: AbortSignal,
): Promise<Suggested['entries']> {
  const entries = await catalog.entries(paths, signal);
  return paths.map((path) => ({ path, about: aboutOf(entries.get(path)) }));
}

/** Names that tell a Go file from others of its package. */
const NAMES = 5;

function aboutOf(entry: DocumentEntry | undefined): string {
  const names = entry !== undefined && isGoFile(entry.path) ? entry.entities.slice(0, NAMES) : [];
  return names.length > 0 ? names.join(', ') : (entry?.title ?? '');
}

/** The answer where a document has no such section. */
export async function sectionNotFound(
  services: Services,
  { document, status }: LocatedDocument,
  section: string,
): Promise<FetchAnswer> {
  const headings = document.outline.map(({ anchor, text }) => ({ path: anchor, title: text }));
  const near = await nearestPaths(section, headings);
  const outline = fittingOutline(document.outline, DEFAULT_BUDGET / 2);
  const freshness = services.freshnessBlock(status, [document.path]);
  return {
    structured: {
      ...emptyAnswer(document.path),
      title: oneLine(document.title),
      url: addressAtIndexed(document.url, document.path, status.sources),
      summary: oneLine(document.summary),
      outline,
      updated_at: document.updatedAt,
      source: sourceNameOf(status, document.path),
      language: document.language,
      suggestions: near.map((anchor) => `${document.path}#${anchor}`),
      freshness,
    },
    text: answerText([
      line`No section ${section} in ${term(document.path)}.`,
      ...(near.length === 0 ? [] : [line`Nearest: ${joined(near.map(jsonString), ', ')}`]),
      line`Its sections:`,
      ...outline.map(outlineLine),
      ...footer(freshness, services.searchMode(status)),
    ]),
  };
}

function emptyAnswer(path: string): Omit<FetchedDocument, 'freshness'> {
  return {
    found: false,
    path,
    title: '',
    url: '',
    content: '',
    summary: '',
    outline: [],
    updated_at: null,
    source: '',
    language: '',
  };
}
