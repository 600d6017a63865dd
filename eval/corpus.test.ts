import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { GitRepository } from '../test/support/git-repository.ts';
import { LoopbackGitHub } from '../test/support/loopback-github.ts';
import { syncCorpus } from './corpus.ts';

const repository = GitRepository.create();
repository.write('docs/guide.md', '---\ntitle: Guide\n---\n\n## Start\n\nCall `compose.NewGraph`.\n');
const pinned = repository.commit('docs: write a guide');
repository.write('docs/guide.md', '---\ntitle: Guide\n---\n\nRewritten.\n');
repository.commit('docs: rewrite it');
const sourcesFile = join(repository.folder, 'sources.yaml');
writeFileSync(
  sourcesFile,
  `- from: github:owner/docs\n  ref: ${pinned}\n  roots: [{ path: docs }, { path: other, at: other }]\n`,
);
afterAll(() => repository.dispose());

let github: LoopbackGitHub | null = null;
afterEach(async () => {
  await github?.close();
});

test.each(['GitHub, without a token', 'GitHub, with one', 'a clone'])(
  'the corpus has the docs at the pinned commit and nothing of later commits, from %s',
  async (from) => {
    github = await LoopbackGitHub.start({ repository: repository.folder, token: 'loopback' });
    const clones = new Map(from === 'a clone' ? [['owner/docs', repository.folder]] : []);
    const settings = {
      GITHUB_API_URL: github.url,
      ...(from.endsWith('one') ? { GITHUB_TOKEN: 'loopback' } : {}),
    };
    await using corpus = await syncCorpus({ corpus: 'docs', clones, sourcesFile }, settings);
    expect(corpus.documents.map(({ path, title }) => [path, title])).toEqual([['guide.md', 'Guide']]);
    expect(corpus.chunks.map(({ heading, text }) => [heading, text])).toEqual([
      ['Start', 'Call `compose.NewGraph`.'],
    ]);
  },
);
