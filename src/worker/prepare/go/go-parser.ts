import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { TooComplex } from '../parser-budget.ts';

/**
 * The parser reports its progress after every hundred operations. Real files need up to 0.02 reports a character,
 * hostile ones some 0.05, and a file with errors is parsed twice.
 */
const REPORTS = 1_000;
const REPORTS_PER_CHARACTER = 0.4;

/** The build puts the grammar beside this module. In a checkout it is in the package that publishes it. */
const BUILT_GRAMMAR = fileURLToPath(new URL('tree-sitter-go.wasm', import.meta.url));
const GRAMMAR = 'tree-sitter-go/tree-sitter-go.wasm';

/**
 * Bounds the parser's work on one file, so that its time grows linearly with the file. It counts operations instead of
 * time, so that the same file always gives the same result.
 */
export class GoBudget {
  #left: number;

  /** @param characters length of the whole file */
  constructor(characters: number) {
    this.#left = REPORTS + Math.ceil(REPORTS_PER_CHARACTER * characters);
  }

  /** Reports that are left; negative if the file took more than it may. */
  get left(): number {
    return this.#left;
  }

  /** Spends one report. Returns whether the parser has to stop. */
  spend(): boolean {
    this.#left -= 1;
    return this.#left < 0;
  }
}

/** Parses Go into the syntax tree of tree-sitter, which has nodes for errors where the text is not Go. */
export class GoParser {
  readonly #parser: Parser;

  private constructor(parser: Parser) {
    this.#parser = parser;
  }

  /** Loads the parser and its grammar, both WebAssembly: some 20 ms. */
  static async load(): Promise<GoParser> {
    const path = existsSync(BUILT_GRAMMAR) ? BUILT_GRAMMAR : createRequire(import.meta.url).resolve(GRAMMAR);
    const [grammar] = await Promise.all([readFile(path), Parser.init()]);
    const parser = new Parser();
    parser.setLanguage(await Language.load(grammar));
    return new GoParser(parser);
  }

  /**
   * Parses a text, reads its tree, and frees the tree, whose memory is not collected. Offsets of nodes are those of the
   * string.
   * @throws TooComplex if the budget does not suffice
   */
  read<T>(source: string, budget: GoBudget, use: (file: Node) => T): T {
    const tree = this.#parser.parse(source, null, { progressCallback: () => budget.spend() });
    if (tree === null) {
      this.#parser.reset();
      throw new TooComplex('too many constructs for its length');
    }
    try {
      return use(tree.rootNode);
    } finally {
      tree.delete();
    }
  }
}
