import { CODE_LANGUAGE } from '../../../shared/domain/document.ts';
import { pathBelow, type Root } from '../../../shared/domain/source.ts';
import { buildChunks } from '../chunks.ts';
import { fileAddress } from '../document-addresses.ts';
import type { Format, PreparationContext, TextFile } from '../format.ts';
import { findEntities } from '../identifiers.ts';
import { TooComplex } from '../parser-budget.ts';
import type { PreparedDocument, Unprepared } from '../prepared-document.ts';
import { countTokens } from '../split-text.ts';
import { sentenceOf } from '../title-and-summary.ts';
import { leftOutReason } from './build-rules.ts';
import { docBlocks } from './doc-comment.ts';
import type { Declaration } from './go-declaration.ts';
import { type GoFile, readGoFile } from './go-file.ts';
import { folderOf, importPathOf, isExample } from './go-names.ts';
import { GoBudget, GoParser } from './go-parser.ts';
import { readByParts } from './go-recovery.ts';
import { goSections, isLicense } from './go-sections.ts';
import type { Use } from './go-tree.ts';

const MAX_ENTITIES = 12;

/** Loads the format of Go files. The sections of a document are the declarations of its file. */
export async function loadGoFormat(): Promise<Format> {
  const parser = await GoParser.load();
  return { prepare: (file, context) => prepare(parser, file, context) };
}

function prepare(
  parser: GoParser,
  { path, blob, content }: TextFile,
  { root, sizes }: PreparationContext,
): PreparedDocument | Unprepared {
  const source = content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const reason = leftOutReason(path, source);
  if (reason !== null) return { reason };
  const useOf = (name: string) => (name === 'main' || isExample(path, root) ? 'program' : 'api');
  const file = readFile(parser, source, useOf);
  const importPath = importCommentIn(source) ?? importPathOf(path, root);
  const { sections, outline } = goSections(file, importPath);
  const title = titleOf(file, importPath, { path, root });
  const below = pathBelow(path, root);
  const url = root.site === null ? path : fileAddress(below, root.site);
  const language = CODE_LANGUAGE;
  const prepared = {
    document: {
      path,
      blob,
      title,
      url,
      description: '',
      summary: summaryOf(file),
      entities: file.use === 'api' ? mainNames(file) : findEntities(title, sections),
      weight: null,
      updatedAt: null,
      language,
      tokens: countTokens(content),
      outline,
      content,
    },
    chunks: buildChunks({ path, title, url, description: '', language }, sections, sizes),
  };
  return file.hasErrors ? { ...prepared, incomplete: 'a part of it is not Go' } : prepared;
}

/** Reads a file. One that is not Go throughout is read declaration by declaration if more is found so. */
function readFile(parser: GoParser, source: string, useOf: (packageName: string) => Use): GoFile {
  const whole = attempt((budget) => parser.read(source, budget, (tree) => readGoFile(tree, source, useOf)));
  if (!(whole instanceof TooComplex) && !whole.hasErrors) return whole;
  const use = useOf(/^package[ \t]+(\w+)/m.exec(source)?.[1] ?? '');
  const parts = attempt((budget) =>
    readByParts(source, (part) => parser.read(part, budget, (tree) => readGoFile(tree, part, () => use))),
  );
  const best = found(parts) > found(whole) ? parts : whole;
  if (best instanceof TooComplex) throw best;
  return { ...best, hasErrors: true };

  function attempt(read: (budget: GoBudget) => GoFile): GoFile | TooComplex {
    try {
      return read(new GoBudget(source.length));
    } catch (error) {
      if (error instanceof TooComplex) return error;
      throw error;
    }
  }
}

/** Measures how much was found in a file: its declarations and their comments. */
function found(file: GoFile | TooComplex): number {
  if (file instanceof TooComplex) return -1;
  return file.declarations.reduce((sum, { doc }) => sum + 1 + doc.length, file.clause.doc.length);
}

/**
 * The import path in the comment of a package clause, which is the right one where it differs from the address:
 * `package yaml // import "gopkg.in/yaml.v3"`, https://pkg.go.dev/cmd/go#hdr-Import_path_checking
 */
function importCommentIn(source: string): string | null {
  return /^package[ \t]+\w+[ \t]*\/[/*][ \t]*import[ \t]+"([^"\s]+)"/m.exec(source)?.[1] ?? null;
}

/** An API is named by its import path, a program by its folder, because all are called `main`. */
function titleOf(
  { use, packageName }: GoFile,
  importPath: string | null,
  { path, root }: { readonly path: string; readonly root: Root },
): string {
  const below = pathBelow(path, root);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (use === 'api') return `package ${importPath ?? packageName}: ${name}`;
  const kind = isExample(path, root) ? 'example' : 'program';
  return `${kind} ${folderOf(below) || folderOf(path) || packageName}: ${name}`;
}

/** The first sentence of the package comment, or of the first declaration that has one. */
function summaryOf({ clause, declarations }: GoFile): string {
  const docs = [isLicense(clause.doc) ? '' : clause.doc, ...declarations.map(({ doc }) => doc)];
  for (const doc of docs) {
    const [paragraph = ''] = docBlocks(doc);
    const sentence = sentenceOf(paragraph);
    if (sentence !== '') return sentence;
  }
  return '';
}

/** The exported types and functions of a file with their package, then its constants and variables. */
function mainNames({ packageName, declarations }: GoFile): string[] {
  const isValue = ({ code: [first = ''] }: Declaration) => /^(?:const|var)\b/.test(first);
  const methods = declarations.filter(({ owner }) => owner !== null);
  const others = declarations.filter(({ owner }) => owner === null);
  const ordered = [...others.filter((one) => !isValue(one)), ...methods, ...others.filter(isValue)];
  return ordered
    .flatMap(({ names }) => names.slice(0, MAX_ENTITIES))
    .slice(0, MAX_ENTITIES)
    .map(({ name }) => `${packageName}.${name}`);
}
