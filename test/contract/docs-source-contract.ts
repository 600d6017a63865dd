import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Change, Manifest } from '../../src/shared/domain/change.ts';
import type { Revision } from '../../src/shared/domain/source.ts';
import type { DocsSource, FileRef, Head, SourceFile } from '../../src/worker/source/docs-source.ts';
import { blobSha } from '../../src/worker/source/document-files.ts';
import { GitRepository } from '../support/git-repository.ts';

/** Path of the documents in the test's repository. */
const DOCS_PATH = 'content/docs';

export interface SourceHarness {
  /** Opens a source on the branch `main` of a repository, with the docs root at `docsPath`. */
  open(repository: GitRepository, docsPath: string): Promise<DocsSource>;
  close?(): Promise<void>;
  /** Whether the source can read and compare former revisions. */
  readonly history: boolean;
}

/** Tests what every docs source must do, on a repository that the test creates. */
export function describeDocsSource(name: string, harness: SourceHarness): void {
  describe(name, () => {
    let repository: GitRepository;
    let source: DocsSource;
    let head: Head;
    let manifest: Manifest;

    beforeAll(async () => {
      repository = GitRepository.create();
      writeDocuments(repository).commit('Write the first pages\n\nAnd say why.');
      source = await harness.open(repository, DOCS_PATH);
      head = await source.head(null);
      manifest = await source.manifest(head.revision);
    });

    afterAll(async () => {
      try {
        await harness.close?.();
      } finally {
        repository.dispose();
      }
    });

    test('DocsSource.head() returns the same valid revision each time', async () => {
      const { revision } = head;
      expect(revision.sha).toMatch(/^([0-9a-f]{40}|[0-9a-f]{64})$/);
      expect(new Date(revision.date).toISOString()).toBe(revision.date);
      expect(revision.subject).toBe(
        harness.history ? 'Write the first pages' : `${DOCUMENTS.size} files in docs`,
      );
      expect(await source.head(null)).toEqual(head);
    });

    test('DocsSource.head() returns the known revision if the head did not move', async () => {
      expect((await source.head(head)).revision).toEqual(head.revision);
    });

    test('DocsSource.head() returns the current revision if the known one is wrong', async () => {
      const known = { ...head, revision: { ...head.revision, sha: '1'.repeat(40) } };
      expect((await source.head(known)).revision).toEqual(head.revision);
    });

    test('DocsSource.manifest() lists exactly the visible .md files below the docs root, with their git blob shas', () => {
      const blobs = repository.blobs('HEAD', DOCS_PATH);
      expect(manifest).toEqual(new Map([...blobs].filter(([path]) => DOCUMENTS.has(path))));
      expect([...manifest.keys()].sort()).toEqual([...DOCUMENTS.keys()].sort());
    });

    test.each([
      ['all at once', DOCUMENTS.size],
      ['a few at a time', 10],
    ])('DocsSource.read() returns documents byte for byte and names withheld ones, %s', async (_, count) => {
      const files: SourceFile[] = [];
      const refs = refsOf(manifest);
      for (let i = 0; i < refs.length; i += count) {
        files.push(...(await collect(source, refs.slice(i, i + count), head.revision)));
      }
      const byPath = new Map(files.map((file) => [file.path, file]));
      expect([...byPath.keys()].sort()).toEqual([...DOCUMENTS.keys()].sort());
      expect(files).toHaveLength(byPath.size);
      for (const [path, content] of DOCUMENTS) {
        expect(byPath.get(path)?.blob).toBe(manifest.get(path));
        if (content !== null)
          expect(byPath.get(path)).toMatchObject({ size: content.byteLength, bytes: content });
      }
      const withheld = { bytes: null, size: 1_048_577, withheld: 'larger than 1 MiB' };
      expect(byPath.get('large.md')).toMatchObject(withheld);
      expect(byPath.get('dangling.md')).toMatchObject({ bytes: null, withheld: 'a symbolic link' });
    });

    test('DocsSource.read() makes no request if no file is requested', async () => {
      const before = source.requests;
      expect(await collect(source, [], head.revision)).toEqual([]);
      expect(source.requests).toBe(before);
    });

    test('DocsSource.read() rejects if a requested file does not exist', async () => {
      const reading = collect(source, [{ path: 'guide.md', blob: '0'.repeat(40) }], head.revision);
      await expect(reading).rejects.toMatchObject({ code: expect.stringMatching(/^(DOCS|GITHUB)_/) });
    });

    test('DocsSource.read() can be abandoned midway and called again', async () => {
      const seen: string[] = [];
      for await (const file of source.read(refsOf(manifest), head.revision)) {
        seen.push(file.path);
        break;
      }
      expect(seen).toHaveLength(1);
      expect(await collect(source, refsOf(manifest).slice(0, 1), head.revision)).toHaveLength(1);
    });

    test("DocsSource.head() and read() reject with the signal's reason", async () => {
      const reason = new Error('the run is over');
      const aborted = AbortSignal.abort(reason);
      await expect(collect(source, refsOf(manifest), head.revision, aborted)).rejects.toBe(reason);
      await expect(source.head(null, aborted)).rejects.toBe(reason);
    });

    test('DocsSource.read() withholds a document whose name is not printable', async () => {
      using other = GitRepository.create();
      other.write('page.md', '# Page\n').write('tab\t.md', '# Page\n');
      other.commit('Write two pages');
      const opened = await harness.open(other, '');
      const { revision } = await opened.head(null);
      const files = await collect(opened, refsOf(await opened.manifest(revision)), revision);
      expect(files.find(({ path }) => path !== 'page.md')).toMatchObject({
        path: 'tab\uFFFD.md',
        bytes: null,
        withheld: 'its name is not printable text',
      });
      expect(files).toHaveLength(2);
      if (harness.history) {
        other.move('tab\t.md', 'tab.md').commit('Give it a name');
        const next = (await opened.head(null)).revision;
        expect((await opened.compare(revision, next))?.changes).toMatchObject([
          { kind: 'renamed', previousPath: 'tab\uFFFD.md', path: 'tab.md' },
        ]);
      }
    });

    test('a docs source reads a docs root at the top of the repository', async () => {
      const whole = await harness.open(repository, '');
      const { revision } = await whole.head(null);
      const all = await whole.manifest(revision);
      expect(all.get('README.md')).toBe(repository.blobs('HEAD', '').get('README.md'));
      expect(all.get(`${DOCS_PATH}/guide.md`)).toBe(manifest.get('guide.md'));
      expect(await collect(whole, refsOf(all), revision)).toHaveLength(all.size);
    });

    test('DocsSource.manifest() rejects if the docs root does not exist', async () => {
      const lost = await harness.open(repository, 'content/dosc');
      const failure = lost.head(null).then(({ revision }) => lost.manifest(revision));
      await expect(failure).rejects.toMatchObject({
        code: expect.stringMatching(/^(DOCS_PATH|GITHUB)_NOT_FOUND$/),
        message: expect.stringContaining('content/dosc'),
      });
    });

    test('DocsSource.manifest() rejects with DOCS_EMPTY if the docs root contains no document', async () => {
      const empty = await harness.open(repository, 'images');
      const failure = empty.head(null).then(({ revision }) => empty.manifest(revision));
      await expect(failure).rejects.toMatchObject({ code: 'DOCS_EMPTY' });
    });

    if (!harness.history) {
      test('DocsSource.compare() returns null for a source without history', async () => {
        expect(await source.compare(head.revision, head.revision)).toBeNull();
      });
      return;
    }

    afterEach(() => repository.reset(head.revision.sha));

    test('DocsSource.compare() finds no change between a commit and itself', async () => {
      expect(await source.compare(head.revision, head.revision)).toEqual({ changes: [], commits: [] });
    });

    test('a docs source reads the requested revision and compares any commit with any later one', async () => {
      const revisions = [head.revision];
      const manifests = [manifest];
      for (const step of HISTORY) {
        step(repository);
        repository.commit(`Step ${revisions.length}`);
        const { revision } = await source.head(null);
        revisions.push(revision);
        manifests.push(await source.manifest(revision));
      }
      for (const [j, to] of revisions.entries()) {
        for (const [i, from] of revisions.entries()) {
          // Compares all consecutive revisions, and some distant ones with the last.
          if (i >= j || (i !== j - 1 && (j !== HISTORY.length || i % 4 !== 0))) continue;
          const comparison = await source.compare(from, to);
          // Only for a changed file type may a source leave the comparison to the manifests.
          if (comparison === null) expect(i).toBe(TYPE_CHANGE);
          else expect(apply(manifests[i], comparison.changes)).toEqual(manifests[j]);
        }
      }
      expect(await source.manifest(head.revision)).toEqual(manifest);
      expect(await collect(source, refsOf(manifest), head.revision)).toHaveLength(manifest.size);
    });

    test('DocsSource.compare() reports a rename, with or without an edit', async () => {
      const from = (await source.head(null)).revision;
      repository.move(`${DOCS_PATH}/guide.md`, `${DOCS_PATH}/guides/start.md`);
      repository.move(`${DOCS_PATH}/plain.md`, `${DOCS_PATH}/plain/renamed.md`);
      repository.write(`${DOCS_PATH}/plain/renamed.md`, `${PLAIN}One more line.\n`).commit('Move pages');
      const to = (await source.head(null)).revision;
      const { changes } = (await source.compare(from, to)) ?? { changes: [] };
      expect([...changes].sort(byPath)).toEqual([
        {
          kind: 'renamed',
          previousPath: 'guide.md',
          path: 'guides/start.md',
          blob: blobSha(Buffer.from(GUIDE)),
        },
        {
          kind: 'renamed',
          previousPath: 'plain.md',
          path: 'plain/renamed.md',
          blob: blobSha(Buffer.from(`${PLAIN}One more line.\n`)),
        },
      ]);
    });

    test('DocsSource.compare() reports a document moved into the docs root as added and one moved out of it as removed', async () => {
      const from = (await source.head(null)).revision;
      repository.move('README.md', `${DOCS_PATH}/readme.md`);
      repository.move(`${DOCS_PATH}/plain.md`, `${DOCS_PATH}/plain.txt`).commit('Move across');
      const to = (await source.head(null)).revision;
      const { changes } = (await source.compare(from, to)) ?? { changes: [] };
      expect([...changes].sort(byPath)).toEqual([
        { kind: 'removed', path: 'plain.md' },
        { kind: 'added', path: 'readme.md', blob: blobSha(Buffer.from(README)) },
      ]);
    });

    test('DocsSource.compare() lists the commits that touched the docs root, oldest first, also those whose changes cancel out', async () => {
      const from = (await source.head(null)).revision;
      repository.write(`${DOCS_PATH}/guide.md`, 'edited').commit('Edit the guide\n\nBecause.');
      repository.write('README.md', 'other').commit('Edit something else');
      repository.write(`${DOCS_PATH}/guide.md`, GUIDE).commit('Revert the edit');
      const reverted = (await source.head(null)).revision;
      expect(await source.compare(from, reverted)).toEqual({ changes: [], commits: [] });
      repository.write(`${DOCS_PATH}/plain.md`, 'edited').commit('Edit a page');
      const to = (await source.head(null)).revision;
      const comparison = await source.compare(from, to);
      expect(comparison?.changes).toMatchObject([{ kind: 'modified', path: 'plain.md' }]);
      expect(comparison?.commits.map(({ subject }) => subject)).toEqual([
        'Edit the guide',
        'Revert the edit',
        'Edit a page',
      ]);
      expect(comparison?.commits.at(-1)).toEqual(to);
    });

    test('DocsSource.compare() lists a single commit, and none if the docs root was not touched', async () => {
      const from = (await source.head(null)).revision;
      repository.write('README.md', 'other').commit('Edit something else');
      const between = (await source.head(null)).revision;
      repository.write(`${DOCS_PATH}/guide.md`, 'edited').commit('Edit the guide');
      const to = (await source.head(null)).revision;
      expect(await source.compare(from, between)).toEqual({ changes: [], commits: [] });
      expect((await source.compare(between, to))?.commits).toEqual([to]);
    });

    test('DocsSource.compare() reads a docs root whose name has the special characters of patterns', async () => {
      const special = 'content/[d]*?:(top)';
      const from = (await source.head(null)).revision;
      repository.write(`${special}/page.md`, '# Page\n').commit('Write a page');
      const opened = await harness.open(repository, special);
      const between = (await source.head(null)).revision;
      repository.write(`${special}/page.md`, '# Edited\n').commit('Edit the page');
      const to = (await source.head(null)).revision;
      expect((await opened.compare(from, between))?.changes).toMatchObject([
        { kind: 'added', path: 'page.md' },
      ]);
      expect(await opened.compare(between, to)).toMatchObject({
        changes: [{ kind: 'modified', path: 'page.md' }],
        commits: [to],
      });
    });

    test('DocsSource.compare() returns null for an unknown commit and for one that a force-push abandoned', async () => {
      const first = (await source.head(null)).revision;
      repository.write(`${DOCS_PATH}/lost.md`, 'lost').commit('Will be lost');
      const lost = (await source.head(null)).revision;
      repository.reset(first.sha);
      repository.write(`${DOCS_PATH}/kept.md`, 'kept').commit('Took its place');
      const { revision } = await source.head(null);
      expect(await source.compare(lost, revision)).toBeNull();
      expect(await source.compare({ ...first, sha: '1'.repeat(40) }, revision)).toBeNull();
      expect(await source.compare({ ...first, sha: '--output=/tmp/pwned' }, revision)).toBeNull();
    });
  });
}

const GUIDE = '---\ntitle: Guide\n---\n\n# Guide\n\nHow to start.\r\nWith a line end of DOS.\n';
const PLAIN = 'A page\nof several\nlines that\nare plain.\n';
const README = '# Read me\n';

/** Path below the docs root → content, or null for documents that are listed but withheld. */
const DOCUMENTS = new Map<string, Buffer | null>([
  ['guide.md', Buffer.from(GUIDE)],
  ['plain.md', Buffer.from(PLAIN)],
  ['same.md', Buffer.from(PLAIN)],
  ['empty.md', Buffer.alloc(0)],
  ['one line without an end.md', Buffer.from('../images/logo.svg')],
  ['模块/本地文件系统 – "引号".md', Buffer.from('# 本地文件系统\n')],
  ['binary.md', Buffer.from([0, 255, 13, 10, 128, 10, 0])],
  ['large.md', null],
  ['dangling.md', null],
  ...Array.from({ length: 40 }, (_, i) => [`many/第${i}页.md`, Buffer.from(`# Page ${i}\n`)] as const),
]);

function writeDocuments(repository: GitRepository): GitRepository {
  for (const [path, content] of DOCUMENTS) {
    if (content !== null) repository.write(`${DOCS_PATH}/${path}`, content);
  }
  return repository
    .write(`${DOCS_PATH}/large.md`, 'x'.repeat(1_048_577))
    .link(`${DOCS_PATH}/dangling.md`, '../nowhere.md')
    .link(`${DOCS_PATH}/folder`, '../../images')
    .write(`${DOCS_PATH}/.hidden/page.md`, 'hidden')
    .write(`${DOCS_PATH}/.hidden.md`, 'hidden')
    .write(`${DOCS_PATH}/picture.png`, Buffer.from([137, 80, 78, 71]))
    .write(`${DOCS_PATH}/notes.txt`, 'notes')
    .write('content/docs-old/other.md', 'a folder whose name starts alike')
    .write('images/logo.svg', '<svg/>')
    .write('README.md', README);
}

/** Steps of a history, one commit each. */
const HISTORY: readonly ((repository: GitRepository) => void)[] = [
  (r) => r.remove(`${DOCS_PATH}/dangling.md`).write(`${DOCS_PATH}/dangling.md`, 'No link any more.\n'),
  (r) => r.write(`${DOCS_PATH}/added.md`, 'Added.\n').write(`${DOCS_PATH}/guide.md`, `${GUIDE}Edited.\n`),
  (r) => r.move(`${DOCS_PATH}/plain.md`, `${DOCS_PATH}/模块/平.md`),
  (r) => r.write(`${DOCS_PATH}/plain.md`, 'Something else at the old path.\n'),
  (r) => r.remove(`${DOCS_PATH}/added.md`).write(`${DOCS_PATH}/added.md/_index.md`, 'A folder now.\n'),
  (r) => r.move(`${DOCS_PATH}/模块`, `${DOCS_PATH}/modules`),
  (r) => r.move(`${DOCS_PATH}/picture.png`, `${DOCS_PATH}/picture.md`),
  (r) => r.write('README.md', 'Nothing of the docs.\n'),
  (r) => r.write(`${DOCS_PATH}/guide.md`, GUIDE),
  (r) => r.remove(`${DOCS_PATH}/modules`).remove(`${DOCS_PATH}/empty.md`),
];
/** The step that turns a link into a file. */
const TYPE_CHANGE = 0;

function apply(manifest: Manifest | undefined, changes: readonly Change[]): Manifest {
  const result = new Map(manifest);
  for (const change of changes) {
    if (change.kind === 'removed') result.delete(change.path);
    if (change.kind === 'renamed') result.delete(change.previousPath);
  }
  for (const change of changes) if (change.kind !== 'removed') result.set(change.path, change.blob);
  return result;
}

function byPath(a: Change, b: Change): number {
  return a.path < b.path ? -1 : 1;
}

function refsOf(manifest: Manifest): FileRef[] {
  return [...manifest].map(([path, blob]) => ({ path, blob }));
}

async function collect(
  source: DocsSource,
  refs: readonly FileRef[],
  revision: Revision,
  signal?: AbortSignal,
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for await (const file of source.read(refs, revision, signal)) files.push(file);
  return files;
}
