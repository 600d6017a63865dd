import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OpenAIEmbedder } from '../../src/shared/embedding/openai-embedder.ts';
import { OpenAISummarizer } from '../../src/worker/summary/openai-summarizer.ts';
import { GitRepository } from '../support/git-repository.ts';
import { type LoopbackChat, startLoopbackChat } from '../support/loopback-chat.ts';
import { type LoopbackEmbeddings, startLoopbackEmbeddings } from '../support/loopback-embeddings.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { fakeClockDeps, gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import {
  type MutatingProxy,
  type Mutation,
  mutations,
  startMutatingProxy,
} from '../support/mutating-proxy.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';

/**
 * Whatever a dependency answers, a sync does not crash, has no unexpected error, tells no secret, and publishes all of a
 * commit or nothing of it. `FUZZ_RUNS` sets how many runs are tried for each dependency.
 */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 3);

const KEY = 'sk-the-key-that-must-never-be-seen-0123456789';
const SECRETS = [TOKEN, KEY].flatMap((secret) => [
  secret,
  Buffer.from(`token ${secret}`).toString('base64').slice(8, -4),
  Buffer.from(`Bearer ${secret}`).toString('base64').slice(12, -4),
]);

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

let repository: GitRepository;
let github: LoopbackGitHub;
let embeddings: LoopbackEmbeddings;
let chat: LoopbackChat;
let proxies: Record<Dependency, MutatingProxy>;

beforeAll(async () => {
  repository = GitRepository.create();
  for (let n = 0; n < 3; n++)
    repository.write(`content/docs/${n}.md`, `# Page ${n}\n\nThe first text of ${n}.\n`);
  repository.commit('Write three pages');
  github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  embeddings = await startLoopbackEmbeddings({ dimensions: 8 });
  chat = await startLoopbackChat();
  proxies = {
    github: await startMutatingProxy(github.url),
    embedder: await startMutatingProxy(embeddings.url),
    summarizer: await startMutatingProxy(chat.url),
  };
  process.on('unhandledRejection', note).on('uncaughtException', note);
});
afterAll(async () => {
  process.off('unhandledRejection', note).off('uncaughtException', note);
  for (const proxy of Object.values(proxies)) await proxy[Symbol.asyncDispose]();
  await Promise.all([github.close(), embeddings.close(), chat.close()]);
  repository.dispose();
});

let fixture: SqliteSyncFixture;
let texts: string[];
beforeEach(async () => {
  fixture = await SqliteSyncFixture.create();
  texts = [];
});
afterEach(async () => {
  await fixture.dispose();
  await setImmediate();
  expect(unhandled).toEqual([]);
});

/** One sync with the real adapters, behind the proxies. */
async function sync(name: Dependency, rebuild = false) {
  const { clock, delay } = fakeClockDeps();
  const write = (...line: unknown[]) => void texts.push(JSON.stringify(line));
  const logger = { debug: write, info: write, warn: write, error: write };
  const deps = { clock, delay };
  const model = { apiKey: KEY, model: 'a-model' };
  const source = gitHubSource(
    { url: proxies.github.url } as LoopbackGitHub,
    { maxWaitMs: 20_000 },
    { ...deps, logger },
  );
  const times = { shortest: 10_000, longest: 20_000, perText: 0 };
  const embedder = new OpenAIEmbedder({
    ...model,
    ...deps,
    times,
    baseUrl: proxies.embedder.url,
    dimensions: 8,
  });
  const summarizer = new OpenAISummarizer({ ...model, ...deps, baseUrl: proxies.summarizer.url });
  const options = { embedder, summarizer: name === 'summarizer' ? summarizer : null, rebuild };
  const report = await fixture.sync(source, options);
  texts.push(JSON.stringify(report), JSON.stringify(await fixture.reader.status()), await fixture.export());
  return report;
}

/** Summaries that are missing have the first sentence in their place. */
const withoutSummaries = (exported: string) => exported.replaceAll(/"summary":"(?:[^"\\]|\\.)*"/g, '""');

type Dependency = 'github' | 'embedder' | 'summarizer';

describe.each<Dependency>(['github', 'embedder', 'summarizer'])(
  'a sync with any answers of the %s',
  (name) => {
    test('has an outcome and a code of its own, tells no secret, and publishes a commit or nothing', async () => {
      expect(await sync(name)).toMatchObject({ outcome: 'published' });
      let before = withoutSummaries(await fixture.export());
      let edit = 0;
      await fc.assert(
        fc.asyncProperty(mutations, async (plan) => {
          repository.write('content/docs/0.md', `# Page 0\n\nText number ${edit++} of ${name}.\n`);
          repository.write(`content/docs/new-${edit % 3}.md`, `# New\n\nAnother text, number ${edit}.\n`);
          repository.commit(`Edit ${edit}`);
          texts = [];
          proxies[name].mutate(plan);
          const report = await sync(name);
          const now = withoutSummaries(await fixture.export());
          proxies[name].mutate([]);
          expect(['published', 'unchanged', 'failed']).toContain(report.outcome);
          const errors = [report, ...report.sources, report.summaries].map(({ error }) => error);
          expect(errors.filter((error) => error?.code === 'INTERNAL')).toEqual([]);
          expect(texts.filter((text) => text.includes('INTERNAL'))).toEqual([]);
          for (const secret of SECRETS) expect(texts.join('\n').includes(secret)).toBe(false);
          // A GitHub that lies about a commit is believed: only a rebuild finds out that it did.
          const lies = name === 'github' && plan.some(isLie);
          const next = await sync(name, lies);
          expect(['published', 'unchanged']).toContain(next.outcome);
          const after = withoutSummaries(await fixture.export());
          if (!lies) expect([before, after]).toContain(now);
          expect(after).toContain(`Another text, number ${edit}.`);
          before = after;
          expect(unhandled).toEqual([]);
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
    });
  },
);

/** Whether a mutation leaves an answer that could be GitHub's. */
function isLie(mutation: Mutation | null): boolean {
  return mutation?.body?.kind === 'value';
}
