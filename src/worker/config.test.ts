import { expect, test } from '@jest/globals';
import { readWorkerConfig } from './config.ts';

function resolve(env: Record<string, string>) {
  const { source, site } = readWorkerConfig(env, 0);
  const { location, ref, docsPath } = source;
  return { location, ref, docsPath, ...site };
}

test('without settings, the source is the EINO docs on GitHub', () => {
  expect(resolve({})).toEqual({
    location: { kind: 'github', owner: 'cloudwego', name: 'cloudwego.github.io' },
    ref: 'main',
    docsPath: 'content/en/docs/eino',
    siteUrl: 'https://www.cloudwego.io/docs/eino',
  });
});

test('a folder is its own docs root and has no site', () => {
  expect(resolve({ DOCS_SOURCE: 'dir:docs' })).toMatchObject({
    location: { kind: 'dir', folder: 'docs' },
    docsPath: '',
    siteUrl: null,
  });
});

test('a docs root that is not the default has no site unless one is configured', () => {
  const env = { DOCS_SOURCE: 'git:/clone:with:colons', DOCS_PATH: '/docs//guide/', DOCS_REF: 'v2' };
  expect(resolve(env)).toEqual({
    location: { kind: 'git', folder: '/clone:with:colons' },
    ref: 'v2',
    docsPath: 'docs/guide',
    siteUrl: null,
  });
  expect(resolve({ ...env, DOCS_SITE_URL: 'https://docs.example.com/guide/' }).siteUrl).toBe(
    'https://docs.example.com/guide',
  );
});

test('the docs path `.` or `/` means the root of the repository', () => {
  expect(resolve({ DOCS_PATH: '.' }).docsPath).toBe('');
  expect(resolve({ DOCS_PATH: '/' }).docsPath).toBe('');
});

test.each([
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
  expect(() => resolve(env as Record<string, string>)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  );
});
