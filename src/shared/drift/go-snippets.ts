/** A piece of Go in a Markdown document: a fenced block or a code span. */
export interface GoSnippet {
  /** Its import declarations. */
  readonly imports: readonly GoImport[];
  /** The names it declares as variables or parameters, which may hide a package. */
  readonly declared: ReadonlySet<string>;
  /** Its names of the form `package.Name`, in order. */
  readonly names: readonly QualifiedName[];
}

export interface GoImport {
  /** The name the file uses for it, if it gives one. */
  readonly alias: string | null;
  readonly path: string;
}

/** `compose.NewGraph` in a text. It may be the field or method of a variable. */
export interface QualifiedName {
  readonly qualifier: string;
  readonly name: string;
  /** Line of the document, from 1. */
  readonly line: number;
}

/** The opening line of a fenced block, also in a list or quote. */
const FENCE = /^(?:[ \t>]|[-*+] |\d{1,9}[.)] )*(`{3,}|~{3,})[ \t]*([^`\n]*)$/;
/** The language of a fenced block that may be Go. */
const GO = /^(?:(?:go|golang)\b.*)?$/i;
const SPAN = /(?<!`)(`+)(?!`)([^`\n]+)\1(?!`)|<code>([^<\n]*)<\/code>/g;

/** Finds the Go in a Markdown document. Time is linear in its length. */
export function goSnippets(content: string): GoSnippet[] {
  const snippets: GoSnippet[] = [];
  let block: { readonly fence: string; readonly isGo: boolean; readonly from: number } | null = null;
  let code: string[] = [];
  const close = () => {
    if (block?.isGo) snippets.push(readSnippet(code.join('\n'), block.from));
    block = null;
    code = [];
  };
  for (const [index, text] of content.split('\n').entries()) {
    const line = text.replace(/\r$/, '');
    if (block !== null) {
      if (closes(line, block.fence)) close();
      else code.push(line);
      continue;
    }
    const [, fence, language = ''] = FENCE.exec(line) ?? [];
    if (fence !== undefined) block = { fence, isGo: GO.test(language.trim()), from: index + 2 };
    else
      for (const [, , span, html] of line.matchAll(SPAN)) {
        snippets.push(readSnippet(span ?? html ?? '', index + 1));
      }
  }
  close();
  return snippets;
}

function closes(line: string, fence: string): boolean {
  const text = line.replace(/^[ \t>]*/, '').trimEnd();
  return text.length >= fence.length && text.startsWith(fence) && /^(?:`+|~+)$/.test(text);
}

/** @param from line of the document on which the code begins */
function readSnippet(code: string, from: number): GoSnippet {
  const text = withoutText(code);
  return { imports: findImports(code), declared: declaredNames(text), names: qualifiedNames(text, from) };
}

/** A string that its line does not close is matched as a whole, so that no later quote of the line is tried. */
const COMMENT_OR_STRING =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*("?)|`[^`]*`|'(?:[^'\\\n]|\\.){1,200}'/g;

/** Removes comments and the contents of strings, and keeps the lines. */
function withoutText(code: string): string {
  return code.replace(COMMENT_OR_STRING, (text, end?: string) =>
    end === '' ? text.replace(/\/\/[^\n]*/, '') : `""${text.replace(/[^\n]+/g, '')}`,
  );
}

/** A name that something else follows is a part of a pattern: `compose.With*`, `compose.With...`, `compose.Add<Kind>`. */
const QUALIFIED =
  /(?<![\p{L}\p{N}_.)\]}/"$@-])([a-z][A-Za-z0-9_]*)\.([A-Z][A-Za-z0-9_]*)(?![\p{L}\p{N}_*…<]|\.\.\.)/gu;
/** Characters of a qualified name. */
const LONGEST = 100;
/** A name that stands for others: `compose.WithXxx`. */
const PLACEHOLDER = /X[Xx]|^(?:[A-Z]|Foo|Bar)$/;

function qualifiedNames(text: string, from: number): QualifiedName[] {
  const names: QualifiedName[] = [];
  let line = from;
  let lineEnd = text.indexOf('\n');
  for (const { 1: qualifier = '', 2: name = '', index } of text.matchAll(QUALIFIED)) {
    while (lineEnd !== -1 && lineEnd < index) {
      line += 1;
      lineEnd = text.indexOf('\n', lineEnd + 1);
    }
    if (qualifier.length + name.length <= LONGEST && !PLACEHOLDER.test(name))
      names.push({ qualifier, name, line });
  }
  return names;
}

const IMPORTS = /^[ \t]*import[ \t]*(?:\(([^()]*)\)|([\w.]*[ \t]*"[^"\n]+"))/gm;
const IMPORT = /(?:^|;)[ \t]*(?:([\w.]+)[ \t]+)?"([^"\n]+)"/gm;

/** Finds the imports in Go. */
export function findImports(code: string): GoImport[] {
  const text = code.replace(COMMENT_OR_STRING, (part: string) => (part.startsWith('/') ? '' : part));
  return [...text.matchAll(IMPORTS)].flatMap(([, group, single]) =>
    [...(group ?? single ?? '').matchAll(IMPORT)].map(([, alias, path = '']) => ({
      alias: alias ?? null,
      path,
    })),
  );
}

/** `x, err :=`, `var x`, `x = range`, and parameters: a name in a list that a type follows. */
const ASSIGNED = /(?<!\w)([A-Za-z_]\w*(?:[ \t]*,[ \t]*[A-Za-z_]\w*){0,9})[ \t]*:=/g;
const DECLARED = /\b(?:var|const)[ \t]+([A-Za-z_]\w*(?:[ \t]*,[ \t]*[A-Za-z_]\w*){0,9})/g;
const PARAMETER = /[(,][ \t\n]*([A-Za-z_]\w*)[ \t]+(?:[A-Za-z_*[]|\.\.\.)/g;

function declaredNames(text: string): Set<string> {
  const declared = new Set<string>();
  for (const pattern of [ASSIGNED, DECLARED, PARAMETER]) {
    for (const [, list = ''] of text.matchAll(pattern)) {
      for (const name of list.split(',')) declared.add(name.trim());
    }
  }
  return declared;
}
