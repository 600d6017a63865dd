import type { Document, OutlineHeading } from '../../shared/domain/document.ts';
import { type Root, rootOf, type SourceStatus, sourceOf } from '../../shared/domain/source.ts';
import { type Range, rangeOfLines } from './section-range.ts';

/** A document with its lines and its declarations. */
type GoDocument = Pick<Document, 'content' | 'outline'>;

/** Whether a document is a Go file, whose sections are declarations and whose anchors are lines. */
export function isGoFile(path: string): boolean {
  return path.endsWith('.go');
}

/** GitHub's anchor of lines: `L7`, `L7-L9`, `L7C1-L9C2`. */
const LINES = /^#?L(\d{1,7})(?:C\d+)?(?:-L?(\d{1,7})(?:C\d+)?)?$/;

/**
 * The declaration of a Go file that a client means, with its comment and no line more.
 * @param wanted the anchor or the lines of a declaration, or one line of it; any other lines, which are returned as they
 *   are; the name of a declaration as Go, an outline or a search result writes it, with or without package, type
 *   parameters or the word before it; the last part of a method's name if no other declaration has it; a member of a
 *   type, for which the type is returned
 * @returns null if there is no such declaration, or if there are several
 */
export function goSectionRange(document: GoDocument, wanted: string): Range | null {
  const lines = LINES.exec(wanted);
  if (lines !== null) return rangeAtLines(document, Number(lines[1]), lines[2]);
  const heading = findDeclaration(document, wanted);
  if (heading === null) return null;
  const { first, last } = linesOf(heading);
  return rangeOfLines(document.content, first, last);
}

/** GitHub's anchor of the lines of a range that begins and ends with whole lines. */
export function anchorOfLines(content: string, { start, end }: Range): string {
  const first = content.slice(0, start).split('\n').length;
  const last = first + content.slice(start, end - 1).split('\n').length - 1;
  return first === last ? `L${first}` : `L${first}-L${last}`;
}

/** The headings of the declarations that a name may mean where none has exactly this name. */
export function similarDeclarations(document: GoDocument, wanted: string): OutlineHeading[] {
  const last = ownName(document.outline, wanted).split('.').at(-1)?.toLowerCase() ?? '';
  return document.outline
    .slice(1)
    .filter(({ text }) => namesIn(text).some((name) => name.toLowerCase().split('.').at(-1) === last));
}

/** Whether a file declares exactly this name, not only one that is written alike or ends with it. */
export function declaresName({ outline }: Pick<Document, 'outline'>, wanted: string): boolean {
  const name = ownName(outline, wanted);
  return outline.slice(1).some(({ text }) => namesIn(text).includes(name));
}

/** Whether the package clause has a comment, which belongs to its lines. */
export function hasPackageComment({ outline: [clause] }: Pick<Document, 'outline'>): boolean {
  return clause !== undefined && linesOf(clause).first < linesOf(clause).last;
}

/** A word before a name in an outline or in code. */
const KEYWORD = /^(?:func|method|type|const|var)\s+/;

/** The heading of a declaration, or of the type that it is a member of; null if there is none, or several. */
function findDeclaration({ content, outline }: GoDocument, wanted: string): OutlineHeading | null {
  const written = wanted.split(' > ').at(-1)?.trim().replace(/^#/, '') ?? '';
  const [top] = outline;
  if (top !== undefined && written === top.text) return top;
  const own = ownName(outline, wanted);
  if (own === '') return null;
  const known = outline.slice(1).map((heading) => ({ heading, names: namesIn(heading.text) }));
  const exact = known.find(({ names }) => names.includes(own));
  if (exact !== undefined) return exact.heading;
  const matching = (test: (candidate: string) => boolean) =>
    onlyOne(known.filter(({ names }) => names.some(test)).map(({ heading }) => heading));
  const lower = own.toLowerCase();
  return (
    matching((candidate) => candidate.endsWith(`.${own}`)) ??
    matching((candidate) => candidate.toLowerCase() === lower) ??
    matching((candidate) => candidate.toLowerCase().endsWith(`.${lower}`)) ??
    typeWithMember(known, content, own)
  );
}

/** The name of a declaration without what may stand around it: `func compose.(*Graph).Compile()`. */
function ownName([clause]: readonly OutlineHeading[], wanted: string): string {
  const written = wanted.split(' > ').at(-1)?.trim().replace(/^#/, '') ?? '';
  const name = bareName(written.replace(KEYWORD, '').replace(/\(\)$/, ''));
  const packageName = /^package (\S+)/.exec(clause?.text ?? '')?.[1] ?? '';
  return packageName !== '' && name.startsWith(`${packageName}.`) ? name.slice(packageName.length + 1) : name;
}

/** Names of a heading as they are looked for: `(*Graph[I, O]).Compile` is `Graph.Compile`; a group has several. */
function namesIn(heading: string): string[] {
  return bareName(heading)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== '…');
}

/** Type arguments that are nested more deeply are not recognized. */
const MAX_NESTING = 8;

/** Without type parameters, pointer and parentheses. */
function bareName(text: string): string {
  let bare = text;
  for (let depth = 0; depth < MAX_NESTING; depth++) {
    bare = bare.replace(/\[[^[\]]*\]/g, '');
  }
  return bare.replace(/[()*]/g, '').trim();
}

function onlyOne<T>(found: readonly T[]): T | null {
  return found.length === 1 ? (found[0] ?? null) : null;
}

interface Known {
  readonly heading: OutlineHeading;
  readonly names: readonly string[];
}

/** A method of an interface and a field of a struct have no heading of their own. */
function typeWithMember(known: readonly Known[], content: string, wanted: string): OutlineHeading | null {
  const [, type = '', member = ''] =
    /^([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(wanted) ?? [];
  const declared = known.find(({ names }) => type !== '' && names.includes(type))?.heading;
  if (declared === undefined) return null;
  const { first, last } = linesOf(declared);
  const { start, end } = rangeOfLines(content, first, last);
  const line = new RegExp(`^[ \\t]+(?:[\\p{L}\\p{N}_]+, *)*${member}(?![\\p{L}\\p{N}_])`, 'mu');
  return line.test(content.slice(start, end)) ? declared : null;
}

/** The lines of a declaration, as its anchor tells them; both are included. */
function linesOf({ anchor, line }: OutlineHeading): { readonly first: number; readonly last: number } {
  const [, first = String(line), last = first] = LINES.exec(anchor) ?? [];
  return { first: Number(first), last: Number(last) };
}

function rangeAtLines(
  { content, outline }: GoDocument,
  first: number,
  until: string | undefined,
): Range | null {
  if (until === undefined) {
    // Of a group and its names, the name is the nearer one.
    const containing = outline.map(linesOf).filter((lines) => lines.first <= first && first <= lines.last);
    const [nearest] = containing.toSorted((a, b) => a.last - a.first - (b.last - b.first));
    if (nearest !== undefined) return rangeOfLines(content, nearest.first, nearest.last);
  }
  const range = rangeOfLines(content, first, Math.max(first, Number(until ?? first)));
  return first < 1 || range.start >= range.end ? null : range;
}

/**
 * Says what a section of a Go file declares: `func New`, `type Flow`, `method (*Flow).Run`, `const A, B`, `package flow`.
 * @param heading of the section
 * @param text of the section from its beginning; without the code of the declaration, the heading is returned
 */
export function declarationLabel(heading: string, text: string): string {
  if (heading.startsWith('package ')) return heading;
  if (/^[^,]*\)?\.[\p{L}_]/u.test(heading.replace(/\[.*\]/, ''))) return `method ${heading}`;
  const [name = ''] = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(heading) ?? [];
  const declaration = new RegExp(
    `^(?:(func|type|const|var) ${name}(?![\\p{L}\\p{N}_])|(const|var) \\()`,
    'mu',
  );
  const [, alone, group] = name === '' ? [] : (declaration.exec(text) ?? []);
  const keyword = alone ?? group;
  return keyword === undefined ? heading : `${keyword} ${heading}`;
}

/**
 * The address of a Go file, or of lines of it, at the indexed version or commit of its source: its lines are right only
 * there. Addresses of other documents, and those that are not on GitHub, are returned as they are.
 * @param url below the site of the document's root: `https://github.com/owner/name/blob/main/a.go#L7-L9`
 * @param path of the document in the index
 */
export function addressAtIndexed(url: string, path: string, sources: readonly SourceStatus[]): string {
  if (!isGoFile(path)) return url;
  const source = sourceOf(sources, path);
  const root = source === undefined ? undefined : rootOf(source.roots, path);
  const ref = source?.version ?? source?.commit?.sha;
  const site = root === undefined ? null : blobSite(root, source?.ref ?? null);
  if (ref === undefined || site === null || !url.startsWith(site)) return url;
  const rest = url.slice(site.length);
  // Only whole names: `…/blob/main` is not the beginning of `…/blob/mainline`.
  return /^(?:$|[/#])/.test(rest)
    ? `${site.slice(0, site.indexOf(BLOB) + BLOB.length)}${encodeURIComponent(ref)}${rest}`
    : url;
}

const BLOB = '/blob/';

/** The address of a repository's files up to its ref: `https://github.com/owner/name/blob/main`; null for another site. */
function blobSite({ site }: Root, ref: string | null): string | null {
  const [, start, rest = ''] = /^(https?:\/\/github\.com\/[^/]+\/[^/]+\/blob\/)(.+)$/i.exec(site ?? '') ?? [];
  if (start === undefined) return null;
  // A ref may have slashes. One that is not the source's is taken for one without.
  const own =
    ref !== null && (rest === ref || rest.startsWith(`${ref}/`)) ? ref : rest.slice(0, rest.search(/\/|$/));
  return start + own;
}
