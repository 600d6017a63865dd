import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readWorkerConfig } from './config.ts';
import { languageOf } from './source/source-files.ts';
import { EINO_SOURCES } from './source-list/configured-sources.ts';

function sourcesOf(env: Record<string, string>) {
  return readWorkerConfig(env, 0).sources;
}

function singleSource(env: Record<string, string>) {
  const [source, ...others] = sourcesOf(env);
  expect(others).toEqual([]);
  const { roots, ...identity } = source ?? { roots: [] };
  expect(roots).toHaveLength(1);
  return { ...identity, ...roots[0] };
}

const EINO_DOCS = {
  from: 'github:cloudwego/cloudwego.github.io',
  ref: 'main',
  path: 'content/en/docs/eino',
  at: '',
  include: ['**/*.md'],
  exclude: [],
  site: 'https://www.cloudwego.io/docs/eino',
  pages: 'hugo',
  language: 'en',
  languages: {},
};

test('without settings, the sources are the EINO docs in both languages, the API, eino-ext and the examples', () => {
  expect(sourcesOf({})).toBe(EINO_SOURCES);
  expect(sourcesOf({ SOURCES: 'eino', DOCS_REF: '' })).toBe(EINO_SOURCES);
  expect(EINO_SOURCES.flatMap(({ from, roots }) => roots.map(({ at }) => `${at} ${from}`))).toEqual([
    ' github:cloudwego/cloudwego.github.io',
    'zh github:cloudwego/cloudwego.github.io',
    'eino github:cloudwego/eino',
    'eino-ext github:cloudwego/eino-ext',
    'eino-examples github:cloudwego/eino-examples',
  ]);
});

test('in the built-in list, Go files have the default language, whatever folder they are in', () => {
  for (const root of EINO_SOURCES.flatMap(({ roots }) => roots)) {
    if (root.languages['zh'] === undefined) continue;
    expect(languageOf(root, 'README_ZH.md')).toBe('zh');
    for (const path of ['flow/agent/main.go', 'quickstart/eino_assistant/main.go', 'zh/main.go'])
      expect(languageOf(root, path)).toBe('en');
  }
});

describe('the DOCS_ settings', () => {
  test.each([
    [{ DOCS_REF: 'v2' }, { ref: 'v2' }],
    [{ DOCS_SOURCE: 'github:owner/fork' }, { from: 'github:owner/fork' }],
    [{ DOCS_PATH: 'content/en/docs/hertz' }, { path: 'content/en/docs/hertz', site: null }],
    [
      { DOCS_PATH: 'content/zh/docs/eino' },
      { path: 'content/zh/docs/eino', language: 'zh', site: 'https://www.cloudwego.io/zh/docs/eino' },
    ],
    [
      { DOCS_PATH: 'content/zh/docs/eino/core_modules' },
      { path: 'content/zh/docs/eino/core_modules', language: 'zh', site: null },
    ],
    [{ DOCS_SITE_URL: 'https://docs.example.com/' }, { site: 'https://docs.example.com' }],
  ])('the settings %j mean one source with one root at the top of the index', (env, differences) => {
    expect(singleSource(env as Record<string, string>)).toEqual({ ...EINO_DOCS, ...differences });
  });

  test('a folder is indexed as a whole and has neither ref nor site', () => {
    expect(singleSource({ DOCS_SOURCE: 'dir:docs', DOCS_REF: 'v2' })).toMatchObject({
      from: `dir:${resolve('docs')}`,
      ref: null,
      path: '',
      site: null,
    });
  });

  test('a path that is not the default has no site unless one is configured', () => {
    const env = { DOCS_SOURCE: 'git:/clone:with:colons', DOCS_PATH: '/docs//guide/', DOCS_REF: 'v2' };
    expect(singleSource(env)).toMatchObject({
      from: 'git:/clone:with:colons',
      ref: 'v2',
      path: 'docs/guide',
      site: null,
    });
    const site = 'https://docs.example.com/guide';
    expect(singleSource({ ...env, DOCS_SITE_URL: `${site}/` })).toMatchObject({ site });
  });

  test('the docs path `.` or `/` means the top of the repository', () => {
    expect(singleSource({ DOCS_PATH: '.' })).toMatchObject({ path: '' });
    expect(singleSource({ DOCS_PATH: '/' })).toMatchObject({ path: '' });
  });

  test('the DOCS_ settings are refused together with SOURCES, and each is named', () => {
    expect(() => sourcesOf({ SOURCES: 'eino', DOCS_REF: 'v2', DOCS_PATH: 'docs' })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: 'SOURCES is set together with DOCS_REF, DOCS_PATH.',
      }),
    );
  });
});

test.each([
  { SOURCES: 'github:owner/name' },
  { SOURCES: '/no/such/file.yaml' },
  { DOCS_SOURCE: 'github:owner' },
  { DOCS_SOURCE: 'github:../secrets' },
  { DOCS_SOURCE: 'github:owner/..' },
  { DOCS_SOURCE: 'github:owner/name/more' },
  { DOCS_SOURCE: 'https://github.com/owner/name' },
  { DOCS_PATH: '../outside' },
  { DOCS_PATH: 'docs/../../outside' },
  { DOCS_REF: '--upload-pack=touch /tmp/pwned' },
  { DOCS_REF: 'main..other' },
  { DOCS_REF: 'main:secrets' },
  { DOCS_REF: 'main~1' },
  { DOCS_REF: 'main@{yesterday}' },
  { DOCS_REF: 'two words' },
])('the settings %j are refused with CONFIG_INVALID', (env) => {
  expect(() => sourcesOf(env as Record<string, string>)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  );
});
