import { describe, expect, test } from '@jest/globals';
import { readFrontMatter, type SplitDocument } from './front-matter.ts';

function data(block: string) {
  const read = readFrontMatter(`---\n${block}\n---\n# body`);
  if ('reason' in read) throw new Error(read.reason);
  return read.data;
}

function reason(content: string): string {
  const read = readFrontMatter(content);
  return 'reason' in read ? read.reason : '';
}

describe('readFrontMatter()', () => {
  test('readFrontMatter() returns title, description, weight and date, with names in any case', () => {
    expect(data('Title: "A: B"\nDescription: What it is\nweight: 7\ndate: "2026-03-02"')).toEqual({
      title: 'A: B',
      name: null,
      description: 'What it is',
      weight: 7,
      updatedAt: '2026-03-02',
      url: null,
      slug: null,
      aliases: [],
      publication: { isDraft: false, isRendered: true, from: Date.UTC(2026, 2, 2), until: null },
    });
  });

  test('readFrontMatter() returns dates as they are written', () => {
    expect(data('date: 2026-03-02').updatedAt).toBe('2026-03-02');
    expect(data('date: 2026-03-02T10:11:12+08:00').updatedAt).toBe('2026-03-02T10:11:12+08:00');
  });

  test('readFrontMatter() prefers lastmod to date', () => {
    expect(data('date: 2024-01-01\nlastmod: 2026-01-01').updatedAt).toBe('2026-01-01');
    expect(data('date: 2024-01-01\nlastmod: ""').updatedAt).toBe('2024-01-01');
  });

  test.each([
    ['title: [a, b]\nweight: heavy\ndate: yesterday\ndescription: {a: 1}'],
    ['- a list\n- not a map'],
    ['just text'],
    ['title:\nweight: .inf\ndate: 20260302'],
    ['# nothing but a comment'],
  ])('readFrontMatter() treats fields of a wrong type as absent: %j', (block) => {
    expect(data(block)).toEqual({
      title: null,
      name: null,
      description: '',
      weight: null,
      updatedAt: null,
      url: null,
      slug: null,
      aliases: [],
      publication: { isDraft: false, isRendered: true, from: null, until: null },
    });
  });

  test('readFrontMatter() reads tagged YAML values as plain text', () => {
    expect(data('title: !!js/function "x"\ndate: !!timestamp 2020-01-01')).toMatchObject({
      title: 'x',
      updatedAt: '2020-01-01',
    });
  });

  test('readFrontMatter() does not set the prototype of an object', () => {
    expect(data('__proto__: {title: hacked}').title).toBeNull();
  });

  test('readFrontMatter() accepts a document without front matter', () => {
    expect(readFrontMatter('# A page')).toMatchObject({ body: '# A page', bodyLine: 1 });
    expect(readFrontMatter('----\na rule, not front matter')).toMatchObject({ bodyLine: 1 });
  });

  test('readFrontMatter() handles a byte order mark and Windows line ends, and returns the line of the body', () => {
    expect(readFrontMatter('\uFEFF---\r\ntitle: T\r\n---\r\n\r\nText')).toMatchObject({
      data: { title: 'T' },
      body: '\r\nText',
      bodyLine: 4,
    });
  });
});

describe('readFrontMatter(): invalid front matter', () => {
  test('readFrontMatter() never executes JavaScript front matter', () => {
    let ran = false;
    Object.defineProperty(globalThis, 'runByFrontMatter', { value: () => (ran = true), configurable: true });
    expect(reason('---js\nrunByFrontMatter()\n---\n')).toBe('front matter is "js", only YAML is read');
    expect(ran).toBe(false);
  });

  test.each([
    '---javascript\n{}\n---\n',
    '---json\n{}\n---\n',
    '---constructor\nx\n---\n',
    '---__proto__\nx\n---\n',
    '---toml\na=1\n---\n',
  ])('readFrontMatter() refuses front matter in another language than YAML: %j', (content) => {
    expect(reason(content)).toMatch(/^front matter is "\w+", only YAML is read$/);
  });

  test.each([
    ['title: "unclosed', /not valid YAML/],
    ['a: 1\na: 2', /not valid YAML/],
    [
      `a: &a [x]\nb: &b [${'*a,'.repeat(9)}*a]\nc: &c [${'*b,'.repeat(9)}*b]\nd: [${'*c,'.repeat(9)}*c]`,
      /not valid YAML/,
    ],
    ['['.repeat(20_000), /not valid YAML/],
  ])('readFrontMatter() reports invalid YAML: %j', (block, message) => {
    expect(reason(`---\n${block}\n---\n`)).toMatch(message);
  });

  test('readFrontMatter() refuses front matter that is not closed, longer than 256 KiB or of too many fields', () => {
    expect(reason('---\ntitle: T\n')).toMatch(/not closed/);
    expect(reason(`---\ntitle: ${'x'.repeat(270_000)}\n---\n`)).toMatch(/longer than 256 KiB/);
    expect(reason(`---\n${'a: {"b":1, ? c}\n'.repeat(6_000)}---\n`)).toMatch(/more than 10000 fields/);
  });

  test('readFrontMatter() reads front matter with a hundred kilobytes of keywords', () => {
    const keywords = Array.from({ length: 5_000 }, (_, i) => `"arm_neon/vsetq_lane_p${i}"`).join(', ');
    const { data } = readFrontMatter(`---\ntitle: T\nf1_keywords: [${keywords}]\n---\nText`) as SplitDocument;
    expect(data.title).toBe('T');
  });

  test('readFrontMatter() reads a list in brackets whose further lines are not indented', () => {
    const block = 'title: T\nkeywords: ["a [C++]", \n"b::c [C++]",\n\'d\'\n]\n"weight": 3';
    expect(readFrontMatter(`---\n${block}\n---\nText`)).toMatchObject({ data: { title: 'T', weight: 3 } });
  });
});

describe('readFrontMatter(): a page that begins with a rule', () => {
  test.each([
    '---\n\nSome text.\n\n---\n\nMore.\n',
    '---\n\n# Title\n\n---\n',
    '---\n\nNo second rule.\n',
    '---\n- a\n- b\n---\n',
    '{{< alert >}}\n',
    '{ not: json }\n',
  ])('readFrontMatter() takes all of %j for text', (content) => {
    expect(readFrontMatter(content)).toMatchObject({ body: content, bodyLine: 1 });
  });

  test.each([
    ['+++\ndate = 2026-03-02\n+++\nText', '2026-03-02', 4],
    ['+++\r\ndate = "2026-03-02"\r\n+++\r\nText', '2026-03-02', 4],
    ['{\n  "a": "}\\"{",\n  "date": "2026-03-02"\n}\nText', '2026-03-02', 5],
    ['---\n---\nText', null, 3],
  ])('readFrontMatter() reads the fields and finds the body of %j', (content, updatedAt, bodyLine) => {
    expect(readFrontMatter(content)).toMatchObject({ data: { updatedAt }, body: 'Text', bodyLine });
  });

  test('readFrontMatter() reports invalid TOML', () => {
    expect(reason('+++\ntitle = \n+++\n')).toMatch(/^front matter is not valid TOML: /);
    expect(reason('+++\ntitle = "T"\n')).toMatch(/not closed by a line of \+\+\+/);
  });
});
