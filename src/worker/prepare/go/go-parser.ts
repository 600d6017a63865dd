import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, type Node, Parser } from 'web-tree-sitter';
import type { Clock } from '../../../shared/clock.ts';
import { TooComplex } from '../parser-budget.ts';

/**
 * The parser reports its progress after every hundred operations. Real files need up to 0.02 reports a character,
 * hostile ones some 0.05.
 */
const REPORTS = 2_000;
const REPORTS_PER_CHARACTER = 0.06;
/**
 * Some errors make every later operation slower, which no count shows: `* /` on 350,000 lines would take hours. A million
 * characters of Go take a second.
 */
const MILLISECONDS = 15_000;

/** The build puts the grammar beside this module. In a checkout it is in the package that publishes it. */
const BUILT_GRAMMAR = fileURLToPath(new URL('tree-sitter-go.wasm', import.meta.url));
const GRAMMAR = 'tree-sitter-go/tree-sitter-go.wasm';

/**
 * Bounds the parser's work, so that its time grows linearly with the file. It counts operations, so that the same file
 * gives the same result on every machine; only what no count shows is bounded by time.
 */
export class GoBudget {
  #reports: number;
  readonly #clock: Clock;
  readonly #deadline: number;

  /** @param characters length of the file */
  constructor(characters: number, clock: Clock = () => performance.now()) {
    this.#reports = REPORTS + Math.ceil(REPORTS_PER_CHARACTER * characters);
    this.#clock = clock;
    this.#deadline = clock() + MILLISECONDS;
  }

  /** Reports that are left; negative if the file took more than it may. */
  get reports(): number {
    return this.#reports;
  }

  /** Spends one report. Returns whether the parser has to stop. */
  spend(): boolean {
    this.#reports -= 1;
    return this.#reports < 0 || this.#clock() > this.#deadline;
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
