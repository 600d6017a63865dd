import { describe, expect, test } from '@jest/globals';
import { documentUrl, resolveTarget } from './document-url.ts';

const site = { siteUrl: 'https://www.example.com/docs/guide' };
const plain = { url: null, slug: null };

describe('documentUrl()', () => {
  test.each([
    ['_index.md', 'https://www.example.com/docs/guide/'],
    ['core/_index.md', 'https://www.example.com/docs/guide/core/'],
    ['core/bundle/index.md', 'https://www.example.com/docs/guide/core/bundle/'],
    ['core/Agent_HITL.md', 'https://www.example.com/docs/guide/core/agent_hitl/'],
    ['notes/V0.5._-ADK.md', 'https://www.example.com/docs/guide/notes/v0.5._-adk/'],
    ['a b/c & d.md', 'https://www.example.com/docs/guide/a-b/c-d/'],
    ['x/本地.md', 'https://www.example.com/docs/guide/x/%E6%9C%AC%E5%9C%B0/'],
  ])('documentUrl(%s) is %s', (path, url) => {
    expect(documentUrl(path, site, plain)).toBe(url);
  });

  test('documentUrl() uses url and slug of the front matter, but never another site', () => {
    expect(documentUrl('a/b.md', site, { url: null, slug: 'Other Name' })).toBe(
      'https://www.example.com/docs/guide/a/other-name/',
    );
    expect(documentUrl('a/b.md', site, { url: '/elsewhere/', slug: null })).toBe(
      'https://www.example.com/elsewhere/',
    );
    for (const url of ['javascript:alert(1)', 'https://evil.example/', '//evil.example/x']) {
      expect(documentUrl('a/b.md', site, { url, slug: null })).toBe(
        'https://www.example.com/docs/guide/a/b/',
      );
    }
    expect(documentUrl('a/b.md', site, { url: null, slug: '..' })).toBe(
      'https://www.example.com/docs/guide/a/',
    );
  });

  test('documentUrl() without a site is the path', () => {
    expect(documentUrl('a/B.md', { siteUrl: null }, plain)).toBe('a/B.md');
  });
});

describe('resolveTarget()', () => {
  const from = (target: string) =>
    resolveTarget(target, 'core/agents/run.md', 'https://www.example.com/docs/guide/core/agents/run/', site);

  test.each([
    ['/docs/guide/faq', 'https://www.example.com/docs/guide/faq'],
    ['/img/a.png', 'https://www.example.com/img/a.png'],
    ['#setup', 'https://www.example.com/docs/guide/core/agents/run/#setup'],
    ['../_index.md', 'https://www.example.com/docs/guide/core/'],
    ['./Stop.md#when', 'https://www.example.com/docs/guide/core/agents/stop/#when'],
    ['../../../../../up.md', 'https://www.example.com/docs/guide/up/'],
    ['https://other.example/x', 'https://other.example/x'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
    ['//cdn.example/x.js', '//cdn.example/x.js'],
    ['', ''],
  ])('resolveTarget(%j) is %j', (target, resolved) => {
    expect(from(target)).toBe(resolved);
  });

  test('resolveTarget() without a site returns the target unchanged', () => {
    expect(resolveTarget('./a.md', 'b.md', 'b.md', { siteUrl: null })).toBe('./a.md');
  });
});
