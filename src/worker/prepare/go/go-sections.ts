import type { OutlineHeading } from '../../../shared/domain/document.ts';
import type { Section } from '../format.ts';
import { fenced } from '../markdown-tree.ts';
import { countTokens } from '../split-text.ts';
import { docBlocks, saysDeprecated } from './doc-comment.ts';
import type { Declaration, DeclaredName } from './go-declaration.ts';
import type { GoFile } from './go-file.ts';
import { isExported } from './go-names.ts';
import type { LineRange } from './go-tree.ts';

/** A comment and the code of a program stay in one block up to this size, which fits a chunk. */
const WHOLE_TOKENS = 700;

/** A Go file as its sections. The outline also has the names of every group, which share a section. */
export interface GoSections {
  readonly sections: readonly Section[];
  readonly outline: readonly OutlineHeading[];
}

/**
 * Makes a section of the package clause and of every declaration.
 * @param importPath of the package; null if it is not known or cannot be imported
 */
export function goSections(file: GoFile, importPath: string | null): GoSections {
  const top = headingOf(1, `package ${file.packageName}`, file.clause, file.clause.doc);
  const sections: Section[] = [];
  const outline = [top];
  const blocks = packageBlocks(file, importPath);
  if (blocks.length > 0) sections.push({ heading: top, breadcrumbs: [top.text], blocks });
  let type = '';
  for (const declaration of file.declarations) {
    const { owner, heading: text, names, isGroup } = declaration;
    const isBelowType = owner !== null && owner === type;
    if (!isBelowType) type = owner === null && names.length > 0 ? text : '';
    const heading = headingOf(isBelowType ? 3 : 2, text, declaration, declaration.doc);
    outline.push(heading);
    if (isGroup && names.length > 1) outline.push(...groupHeadings(names, heading.line));
    sections.push({
      heading,
      breadcrumbs: [top.text, ...(owner === null ? [] : [owner]), text],
      blocks: declarationBlocks(declaration, file),
      names: file.use === 'api' ? qualifiedNames(names, file.packageName) : undefined,
    });
  }
  return { sections, outline };
}

/** The anchors that GitHub gives lines. They do not become part of what is embedded. */
function headingOf(depth: number, text: string, { first, last }: LineRange, doc: string): OutlineHeading {
  const anchor = first === last ? `L${first}` : `L${first}-L${last}`;
  return { depth, text, anchor, line: first, ...(saysDeprecated(doc) ? { deprecated: true } : {}) };
}

/** A heading for the names that are declared on the same lines, below the heading of the group. */
function groupHeadings(names: readonly DeclaredName[], groupLine: number): OutlineHeading[] {
  const byLine = Map.groupBy(names, ({ first }) => first);
  return [...byLine.values()].flatMap((together) => {
    const [one] = together;
    const text = together.map(({ name }) => name).join(', ');
    return one === undefined || one.first === groupLine ? [] : [headingOf(3, text, one, one.doc ?? '')];
  });
}

function packageBlocks({ clause, imports, use, hasErrors }: GoFile, importPath: string | null): string[] {
  const doc = isLicense(clause.doc) ? [] : docBlocks(clause.doc);
  const note = hasErrors ? ['A part of this file is not Go and is not shown.'] : [];
  if (use === 'program') {
    return [...note, ...doc, ...(imports.length === 0 ? [] : [fenced(imports.join('\n'), 'go')])];
  }
  if (doc.length === 0) return note;
  return [...note, ...(importPath === null ? [] : [fenced(`import "${importPath}"`, 'go')]), ...doc];
}

/** A notice that stands directly above the package clause by mistake. */
export function isLicense(doc: string): boolean {
  return /^\s*(?:Copyright|SPDX-License|Licensed under)\b/i.test(doc);
}

function declarationBlocks({ doc, code }: Declaration, { use }: GoFile): string[] {
  const prose = docBlocks(doc);
  const fences = code.map((piece) => fenced(piece, 'go'));
  if (use === 'api') return [...fences, ...prose];
  const whole = [...prose, ...fences].join('\n\n');
  return fences.length === 1 && countTokens(whole) <= WHOLE_TOKENS ? [whole] : [...prose, ...fences];
}

/** The last part of each exported name → that name with its package: `Compile` → `compose.Graph.Compile`. */
function qualifiedNames(names: readonly DeclaredName[], packageName: string): Map<string, string> {
  const exported = names.map(({ name }) => [name.slice(name.lastIndexOf('.') + 1), name] as const);
  return new Map(
    exported.filter(([last]) => isExported(last)).map(([last, name]) => [last, `${packageName}.${name}`]),
  );
}
