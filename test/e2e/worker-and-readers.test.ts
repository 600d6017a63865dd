import { expect, test } from '@jest/globals';
import { GitRepository } from '../support/git-repository.ts';
import { startWorker } from '../support/programs.ts';
import { startReader } from '../support/start-reader.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';

const VERSIONS = ['version 1', 'version 2', 'version 3', 'version 4'];

/** Commits a revision in which every document has the version as its title. Documents are added, moved and removed. */
function writeVersion(repository: GitRepository, version: string, number: number): void {
  repository.git('rm', '-r', '-q', '--ignore-unmatch', '.');
  for (let page = number; page < number + 20; page++) {
    const folder = (page + number) % 3 === 0 ? 'docs/moved' : 'docs';
    const body = `\n\nA graph on page ${page}.\n\n## More\n\nAnother graph.\n`;
    repository.write(`${folder}/page-${page}.md`, `---\ntitle: ${version}\n---${body}`);
  }
  repository.commit(`docs: ${version}`);
}

test('a reader that reads without pause sees every revision completely and never an empty index', async () => {
  const repository = GitRepository.create();
  const fixture = await SqliteSyncFixture.create();
  const reader = startReader(fixture.indexPath);
  try {
    await reader.printed({ version: 'empty' });
    for (const [number, version] of VERSIONS.entries()) {
      writeVersion(repository, version, number);
      const settings = {
        DOCS_SOURCE: `git:${repository.folder}`,
        DOCS_PATH: 'docs',
        INDEX_PATH: fixture.indexPath,
      };
      const flags = number === 2 ? ['--rebuild'] : [];
      const { exitCode } = await startWorker(['sync', ...flags], settings);
      expect(exitCode).toBe(0);
      await reader.printed({ version });
    }
    await reader.stop();
    const seen = reader.lines.slice(0, -1).map((line) => JSON.parse(line));
    expect(seen).toEqual(['empty', ...VERSIONS].map((version) => ({ version })));
  } finally {
    repository.dispose();
    await reader.stop();
    await fixture.dispose();
  }
});
