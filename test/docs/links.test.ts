import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const pages = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md'),
];

/** Text outside code, where a bracket is a link. */
function prose(markdown: string): string {
  return markdown.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** GitHub's fragments: lower case, punctuation dropped, spaces to hyphens. */
function fragments(markdown: string): string[] {
  const withoutCode = markdown.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '');
  return [...withoutCode.matchAll(/^#+ +(.*)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

describe.each(pages)('%s', (page) => {
  const links = [...prose(readFileSync(page, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(https?:|mailto:)/.test(target));

  test(`${page} links only to files and headings that exist`, () => {
    const broken = links.filter((target) => {
      const [path = '', fragment] = decodeURI(target).split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(file)) return true;
      return fragment !== undefined && !fragments(readFileSync(file, 'utf8')).includes(fragment);
    });
    expect(broken).toEqual([]);
  });
});

test('the documents that programs, help texts and errors refer to exist', () => {
  const referring = [
    ...globSync('{src,bench,eval,demo,scripts}/**/*.{ts,sh}').filter((path) => !path.endsWith('.test.ts')),
    ...['Dockerfile', 'fly.toml', 'fly.worker.toml', 'compose.yaml', 'supervisor.sh', '.env.example'],
  ];
  const named = referring.flatMap(
    (path) => readFileSync(path, 'utf8').match(/docs\/[\w-]+(\/[\w-]+)?\.md/g) ?? [],
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test('the source and test files that docs/ names exist', () => {
  const named = globSync('docs/**/*.md').flatMap(
    (page) => readFileSync(page, 'utf8').match(/`(src|test|scripts)\/[\w./-]+\.(ts|js|sh)`/g) ?? [],
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(path.slice(1, -1)))).toEqual([]);
});
