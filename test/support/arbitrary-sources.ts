import fc from 'fast-check';
import type { Root } from '../../src/shared/domain/source.ts';
import { Author, anyEdit } from './arbitrary-history.ts';
import type { Files, SourceMethod } from './memory-source.ts';
import { plainRoot, rootWith } from './source-builder.ts';

/** A failure of one source during a sync. */
export interface SourceFault {
  readonly method: SourceMethod;
  /** Number of calls of the method, for `read` of files, that succeed before. */
  readonly after: number;
}

/** One source of the list at a step. */
interface ListedSource {
  /** Number of the source, the same in all steps. */
  readonly number: number;
  readonly roots: readonly Root[];
  readonly fault: SourceFault | null;
}

/** One step of a history of several sources: what is committed, and the list of the sync that follows. */
export interface SourcesStep {
  /** Source number → all its files after a new commit; a source that is missing is not committed to. */
  readonly commits: ReadonlyMap<number, Files>;
  readonly list: readonly ListedSource[];
  readonly summarized: boolean;
}

const site = (name: string, differences: Partial<Root>) =>
  rootWith({ site: `https://${name}.example.com/docs`, ...differences });

/** For each source the roots it may have: other places, addresses, languages and selections. The first is what it begins with. */
const CHOICES: readonly (readonly (readonly Root[])[])[] = [
  [
    [plainRoot('en'), plainRoot('zh', 'zh')],
    [plainRoot('en'), site('zh', { path: 'zh', at: 'zh', language: 'zh' })],
    [plainRoot('en'), plainRoot('zh', 'translated/zh')],
    [plainRoot('en')],
  ],
  [
    [plainRoot('', 'code')],
    [plainRoot('', 'ext/code')],
    [{ ...plainRoot('', 'code'), exclude: ['guide/**'] }],
    [site('code', { at: 'code', pages: 'github', languages: { zh: ['guide/*.md'] } })],
  ],
  [
    [site('more', { path: 'docs', at: 'more' }), plainRoot('docs', 'twice')],
    [site('more', { path: 'docs', at: 'elsewhere' })],
    [plainRoot('docs', 'twice'), site('more', { path: 'docs', at: 'more' })],
    [{ ...plainRoot('docs', 'more'), include: ['*.md'] }],
  ],
];

/** Folders of each source with documents. */
const FOLDERS = [['en/', 'zh/'], [''], ['docs/', 'other/']];

const METHODS: readonly SourceMethod[] = ['head', 'manifest', 'compare', 'read'];

const anyChange = fc.record({
  edits: fc.oneof(
    { weight: 2, arbitrary: fc.array(anyEdit, { minLength: 1, maxLength: 3 }) },
    fc.constant([]),
  ),
  choice: fc.option(fc.nat({ max: 3 }), { freq: 3 }),
  isListed: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
  fault: fc.option(fc.record({ method: fc.constantFrom(...METHODS), after: fc.constantFrom(0, 0, 1, 3) }), {
    freq: 3,
  }),
});

/**
 * Generates histories of `count` sources, up to `length` steps. Every source has documents at every step. The first source
 * is always in the list, no source fails in the first step, and none in the last.
 */
export function anySourcesHistory(count: 2 | 3, length: number): fc.Arbitrary<readonly SourcesStep[]> {
  const numbers = [0, 1, 2].slice(0, count);
  const anyStep = fc.record({
    changes: fc.tuple(...numbers.map(() => anyChange)),
    summarized: fc.boolean(),
    fails: fc.boolean(),
  });
  return fc.array(anyStep, { minLength: 2, maxLength: length }).map((steps) => {
    const authors = numbers.map((number) => new Author(FOLDERS[number]));
    const chosen = numbers.map(() => 0);
    return steps.map(({ changes, summarized, fails }, at): SourcesStep => {
      const commits = new Map<number, Files>();
      const list: ListedSource[] = [];
      for (const [number, { edits, choice, isListed, fault }] of changes.entries()) {
        const files = authors[number]?.commit(edits) ?? {};
        if (at === 0 || edits.length > 0) commits.set(number, withKeptFiles(files, number));
        chosen[number] = choice ?? chosen[number] ?? 0;
        if (number > 0 && !isListed) continue;
        const roots = CHOICES[number]?.[chosen[number] ?? 0] ?? [];
        list.push({ number, roots, fault: fails && at > 0 && at < steps.length - 1 ? fault : null });
      }
      return { commits, list, summarized };
    });
  });
}

/** No root may be without a document. */
function withKeptFiles(files: Files, number: number): Files {
  const kept = (FOLDERS[number] ?? []).map((folder) => [`${folder}keep.md`, '# Keep\n\nThis page stays.\n']);
  return { ...files, ...Object.fromEntries(kept) };
}
