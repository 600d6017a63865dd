import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rootWith } from '../../../test/support/source-builder.ts';
import type { Root } from '../../shared/domain/source.ts';
import { addressesOf, type OwnAddress } from './document-addresses.ts';

const NO_FIELDS = { url: null, slug: null };
const HUGO = rootWith({ site: 'https://www.example.com/docs/guide' });
const GITHUB = rootWith({ at: 'ext', site: 'https://github.com/o/n/blob/main', pages: 'github' });
const PLAIN = rootWith({ at: 'files', site: 'https://files.example.com/docs', pages: 'plain' });

function url(path: string, root: Root, own: OwnAddress = NO_FIELDS): string {
  return addressesOf(path, root, own).url;
}

describe('the address of a document on a site made by Hugo', () => {
  test.each([
    ['_index.md', 'https://www.example.com/docs/guide/'],
    ['core/_index.md', 'https://www.example.com/docs/guide/core/'],
    ['core/bundle/index.md', 'https://www.example.com/docs/guide/core/bundle/'],
    ['core/Agent_HITL.md', 'https://www.example.com/docs/guide/core/agent_hitl/'],
    ['notes/V0.5._-ADK.md', 'https://www.example.com/docs/guide/notes/v0.5._-adk/'],
    ['a b/c & d.md', 'https://www.example.com/docs/guide/a-b/c-d/'],
    ['x/本地.md', 'https://www.example.com/docs/guide/x/%E6%9C%AC%E5%9C%B0/'],
  ])('the address of %s is %s', (path, address) => {
    expect(url(path, HUGO)).toBe(address);
  });

  test('url and slug of the front matter replace the path, but never lead to another site', () => {
    expect(url('a/b.md', HUGO, { url: null, slug: 'Other Name' })).toBe(
      'https://www.example.com/docs/guide/a/other-name/',
    );
    expect(url('a/b.md', HUGO, { url: '/elsewhere/', slug: null })).toBe(
      'https://www.example.com/elsewhere/',
    );
    for (const own of ['javascript:alert(1)', 'https://evil.example/', '//evil.example/x']) {
      expect(url('a/b.md', HUGO, { url: own, slug: null })).toBe('https://www.example.com/docs/guide/a/b/');
    }
    expect(url('a/b.md', HUGO, { url: null, slug: '..' })).toBe('https://www.example.com/docs/guide/a/');
  });

  test('the place of the root in the index is no part of the address', () => {
    const root = rootWith({ at: 'zh', site: 'https://www.example.com/zh/docs' });
    expect(url('zh/core/page.md', root)).toBe('https://www.example.com/zh/docs/core/page/');
  });

  test.each([
    ['/docs/guide/faq', 'https://www.example.com/docs/guide/faq'],
    ['/zh/docs/guide/faq/', 'https://www.example.com/zh/docs/guide/faq/'],
    ['/img/a.png', 'https://www.example.com/img/a.png'],
    ['#setup', 'https://www.example.com/docs/guide/core/agents/run/#setup'],
    ['../_index.md', 'https://www.example.com/docs/guide/core/'],
    ['./Stop.md#when', 'https://www.example.com/docs/guide/core/agents/stop/#when'],
    ['../../../../../up.md', 'https://www.example.com/docs/guide/up/'],
    ['https://other.example/x', 'https://other.example/x'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
    ['//cdn.example/x.js', '//cdn.example/x.js'],
    ['', ''],
  ])('a link to %j leads to %j', (target, resolved) => {
    expect(addressesOf('core/agents/run.md', HUGO, NO_FIELDS).resolve(target, 'link')).toBe(resolved);
  });
});

describe('the address of a document on GitHub', () => {
  test('the address is that of the file, and ignores url and slug', () => {
    expect(url('ext/a b/README.zh_CN.md', GITHUB, { url: '/x/', slug: 'y' })).toBe(
      'https://github.com/o/n/blob/main/a%20b/README.zh_CN.md',
    );
    expect(url('ext/a#b?/100%.md', GITHUB)).toBe('https://github.com/o/n/blob/main/a%23b%3F/100%25.md');
  });

  test.each([
    ['README_zh.md', 'https://github.com/o/n/blob/main/model/ark/README_zh.md'],
    ['./examples/', 'https://github.com/o/n/blob/main/model/ark/examples/'],
    ['../../LICENSE', 'https://github.com/o/n/blob/main/LICENSE'],
    ['../../../../issues', 'https://github.com/o/n/issues'],
    ['/docs/a.md#Part', 'https://github.com/o/n/blob/main/docs/a.md#Part'],
    ['#usage', 'https://github.com/o/n/blob/main/model/ark/README.md#usage'],
    ['/javascript:alert(1)', 'https://github.com/o/n/blob/main/javascript:alert(1)'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['java\tscript:alert(1)', 'java\tscript:alert(1)'],
    ['https://other.example/x', 'https://other.example/x'],
  ])('a link to %j leads to %j', (target, resolved) => {
    expect(addressesOf('ext/model/ark/README.md', GITHUB, NO_FIELDS).resolve(target, 'link')).toBe(resolved);
  });

  test.each([
    ['img/a.png', 'https://github.com/o/n/raw/main/model/ark/img/a.png'],
    ['/img/a.png', 'https://github.com/o/n/raw/main/img/a.png'],
    ['../../../../../other/a.png', 'https://github.com/o/other/a.png'],
    ['https://github.com/o/n/blob/main/a.png', 'https://github.com/o/n/blob/main/a.png'],
    ['data:image/png;base64,AAAA', 'data:image/png;base64,AAAA'],
  ])('an image at %j is loaded from %j', (target, resolved) => {
    expect(addressesOf('ext/model/ark/README.md', GITHUB, NO_FIELDS).resolve(target, 'image')).toBe(resolved);
  });

  test.each([
    ['docs/en', 'https://github.com/o/n/blob/release/v1/docs/en', 'https://github.com/o/n/blob/release/v1'],
    ['', 'https://git.example.com/o/n/blob/release/v1', 'https://git.example.com/o/n/blob/release/v1'],
    ['docs/en', 'https://github.com/o/n/blob/main/elsewhere', 'https://github.com/o/n/blob/main'],
  ])('a link to / from the root %j at %s leads to %s', (path, site, top) => {
    const { resolve } = addressesOf('a.md', rootWith({ path, site, pages: 'github' }), NO_FIELDS);
    expect(resolve('/LICENSE', 'link')).toBe(`${top}/LICENSE`);
    expect(resolve('/a.png', 'image')).toBe(`${top.replace('/blob/', '/raw/')}/a.png`);
  });

  test('images of a site without /blob/ keep their address', () => {
    const root = rootWith({ site: 'https://git.example.com/o/n/src/branch/main', pages: 'github' });
    const { resolve } = addressesOf('a/b.md', root, NO_FIELDS);
    expect(resolve('c.png', 'image')).toBe('https://git.example.com/o/n/src/branch/main/a/c.png');
    expect(resolve('/c.png', 'image')).toBe('https://git.example.com/o/n/src/branch/main/c.png');
  });
});

describe('the address of a plain document', () => {
  test('the address is the path below the site, with its extension', () => {
    const { url: address, resolve } = addressesOf('files/a/B c.md', PLAIN, { url: '/x/', slug: 'y' });
    expect(address).toBe('https://files.example.com/docs/a/B%20c.md');
    expect(resolve('d.md#e', 'link')).toBe('https://files.example.com/docs/a/d.md#e');
    expect(resolve('/d.png', 'image')).toBe('https://files.example.com/d.png');
  });

  test.each(['hugo', 'github', 'plain'] as const)(
    'without a site, the address is the path in the index and links stay as written: %s',
    (pages) => {
      const { url: address, resolve } = addressesOf('zh/a/B.md', rootWith({ at: 'zh', site: null, pages }), {
        url: '/x/',
        slug: null,
      });
      expect(address).toBe('zh/a/B.md');
      expect(resolve('./a.md', 'link')).toBe('./a.md');
    },
  );
});

test('any path and any link have an address, which stays on the web', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom('..', '/', '\\', 'a', '%', '%zz', '#', '?', ':', '\ud800', '\t', '.md'),
    }),
    fc.constant('a/'.repeat(20_000)),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom(HUGO, GITHUB, PLAIN), (path, target, root) => {
      const place = root.at === '' ? path : `${root.at}/${path}`;
      const { url: address, resolve } = addressesOf(place, root, { url: target, slug: target });
      expect(new URL(address).origin).toBe(new URL(root.site ?? '').origin);
      for (const use of ['link', 'image'] as const) {
        const resolved = resolve(target, use);
        if (resolved !== target) expect(new URL(resolved).protocol).toMatch(/^https?:$/);
      }
    }),
    { numRuns: 300 },
  );
});
