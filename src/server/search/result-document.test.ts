import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import type { ChunkMatch } from '../../shared/index/index-reader.ts';
import { chunkExcerpt, resultDocument } from './result-document.ts';

const found = match('a.md', 'text');

function passage(ordinal: number, heading: string, text: string, score: number): ChunkMatch {
  const [first] = found.chunks;
  if (first === undefined) throw new Error('a match has a passage');
  return {
    chunk: {
      ...first.chunk,
      ordinal,
      heading,
      breadcrumbs: ['Guide', heading],
      url: `a.md#${heading}`,
      text,
    },
    score,
  };
}

describe('a search result from a Go file', () => {
  const text = `\`\`\`go\nfunc New(steps ...Step) *Flow\n\`\`\`\n\n${'It makes something.\n\n'.repeat(60)}Resume with care.\n\n${'More.\n\n'.repeat(60)}`;
  const [{ chunk }] = match('flow/flow.go', text, { heading: 'New', breadcrumbs: ['package flow', 'New'] })
    .chunks as [ChunkMatch];

  test('the signature of a declaration is shown also where another part of its comment matches', () => {
    const shown = chunkExcerpt(chunk, ['resume'], 400).text;
    expect(shown).toMatch(
      /^```go\nfunc New\(steps \.\.\.Step\) \*Flow\n```\n\n… (?:.*\n)*Resume with care\./,
    );
    expect(shown.length).toBeLessThan(600);
    expect(chunkExcerpt({ ...chunk, path: 'flow.md' }, ['resume'], 400).text).not.toContain('func New');
  });

  test('a section says what it declares, and whether that is deprecated', () => {
    const deprecated = true as const;
    const found = match('flow/flow.go', text, { heading: 'New', deprecated });
    expect(resultDocument(found, [], 0).sections).toMatchObject([{ declares: 'func New', deprecated }]);
    expect(resultDocument(match('flow.md', text, { heading: 'New' }), [], 0).sections[0]).not.toHaveProperty(
      'declares',
    );
  });

  test('a section within a chunk that is deprecated does not mark the section before it', () => {
    const old = {
      heading: 'Old',
      breadcrumbs: ['Old'],
      url: 'a.go#L9',
      start: 30,
      deprecated: true as const,
    };
    const code = '```go\nfunc New()\n```\n\nNew.     \n\n```go\nfunc Old()\n```\n\nOld machinery.';
    const found = { ...chunk, text: code, sections: [{ ...old, start: code.indexOf('```go\nfunc Old') }] };
    expect(chunkExcerpt(found, ['new'], 400)).not.toHaveProperty('deprecated');
    expect(chunkExcerpt(found, ['machinery'], 400)).toMatchObject({ heading: 'Old', deprecated: true });
  });

  test('of sections with as many words of the query, the one that declares its name is shown', () => {
    const code = '```go\ntype NewOption func()\n```\n\nOf New.\n\n## New\n\n```go\nfunc New()\n```';
    const section = { heading: 'New', breadcrumbs: ['New'], url: 'a.go#L9', start: code.indexOf('## New') };
    const found = { ...chunk, heading: 'NewOption', text: code, sections: [section] };
    expect(chunkExcerpt(found, ['new'], 400).heading).toBe('New');
    expect(chunkExcerpt({ ...found, path: 'a.md' }, ['new'], 400).heading).toBe('NewOption');
  });

  test('declarations that follow each other are sections of their own, the best one first', () => {
    const of = (ordinal: number, heading: string, score: number) => ({
      chunk: { ...chunk, ordinal, heading, url: `a.go#L${ordinal}`, text: `About ${heading}.` },
      score,
    });
    const found = { ...match('flow/flow.go', ''), chunks: [of(2, 'New', 0.9), of(1, 'Option', 0.3)] };
    expect(resultDocument(found, [], 0).sections.map(({ heading }) => heading)).toEqual(['New', 'Option']);
  });

  test('two excerpts of one section are separated by one mark of an omission', () => {
    const cut = (ordinal: number) => ({
      chunk: { ...chunk, ordinal, text: 'Resume it.\n\n'.repeat(100) },
      score: 0.5,
    });
    const [section] = resultDocument(
      { ...match('flow/flow.go', ''), chunks: [cut(1), cut(2)] },
      ['resume'],
      0,
    ).sections;
    expect(section?.snippet).not.toContain('…\n\n…');
  });
});

describe('a search result', () => {
  test('a search result shows its passages as sections, best first', () => {
    const { sections } = resultDocument(
      { ...found, chunks: [passage(7, 'run', 'Run it.', 0.4), passage(2, 'stop', 'Stop it.', 0.9)] },
      [],
      0,
    );
    expect(sections).toEqual([
      { heading: 'stop', breadcrumbs: ['Guide', 'stop'], url: 'a.md#stop', snippet: 'Stop it.', score: 0.9 },
      { heading: 'run', breadcrumbs: ['Guide', 'run'], url: 'a.md#run', snippet: 'Run it.', score: 0.4 },
    ]);
  });

  test('a search result joins consecutive passages of one section', () => {
    const { sections } = resultDocument(
      {
        ...found,
        chunks: [
          passage(4, 'run', 'Then more.', 0.9),
          passage(3, 'run', 'First.', 0.3),
          passage(5, 'stop', 'Stop it.', 0.2),
        ],
      },
      [],
      0,
    );
    expect(sections).toMatchObject([
      { heading: 'run', url: 'a.md#run', snippet: 'First.\n\nThen more.', score: 0.9 },
      { heading: 'stop', url: 'a.md#stop', snippet: 'Stop it.', score: 0.2 },
    ]);
  });

  test('a search result lists the sections of its passages that have words of the query but are not shown', () => {
    const long = `How to resume, and to stop.\n\n${'Filler.\n\n'.repeat(200)}### Later\n\nIt can resume later.\n\n### Other\n\nNothing.`;
    const { chunk, score } = passage(2, 'run', long, 0.9);
    const section = (heading: string) => ({
      heading,
      breadcrumbs: ['Guide', heading],
      url: `a.md#${heading}`,
      start: long.indexOf(`### ${heading}`),
    });
    const joined = { chunk: { ...chunk, sections: [section('Later'), section('Other')] }, score };
    const { sections } = resultDocument({ ...found, chunks: [joined] }, ['resum', 'stop'], 0);
    expect(sections.map(({ heading, snippet }) => [heading, snippet !== ''])).toEqual([
      ['run', true],
      ['Later', false],
    ]);
  });

  test('a search result has no hidden characters and no line breaks in its names', () => {
    const { chunk, score } = passage(2, 'st\u200Bop\nnow', 'Stop\u202E it.\r\nNow.', 0.9);
    const document = { ...found.document, title: 'A\u2028B', summary: 'C\u{E0041}\nD' };
    expect(resultDocument({ ...found, document, chunks: [{ chunk, score }] }, [], 0)).toMatchObject({
      title: 'A B',
      summary: 'C D',
      sections: [{ heading: 'stop now', breadcrumbs: ['Guide', 'stop now'], snippet: 'Stop it.\nNow.' }],
    });
  });

  test('better documents show more', () => {
    const long = passage(2, 'stop', 'Something else.\n\n'.repeat(200), 0.9);
    const length = (rank: number) =>
      resultDocument({ ...found, chunks: [long] }, [], rank).sections[0]?.snippet.length ?? 0;
    expect(length(0)).toBeGreaterThan(length(3));
    expect(length(3)).toBe(length(19));
  });

  test('a search result shows the matching part of long passages, and more of the best passage', () => {
    const long = `${'Something else.\n\n'.repeat(100)}How to resume.\n\n${'Something else.\n\n'.repeat(100)}`;
    const { sections } = resultDocument(
      { ...found, chunks: [passage(2, 'stop', long, 0.9), passage(7, 'run', long, 0.4)] },
      ['resum'],
      0,
    );
    const [best = '', other = ''] = sections.map(({ snippet }) => snippet);
    expect(best).toContain('How to resume.');
    expect(other).toContain('How to resume.');
    expect(best.length).toBeGreaterThan(800);
    expect(best.length).toBeLessThan(1_100);
    expect(other.length).toBeLessThan(600);
  });
});

const [firstMatch] = match('a.md', 'Run it.').chunks;
if (firstMatch === undefined) throw new Error('a match has a passage');
const text = 'Run it.\n\n### Stop\n\nPress the button.\n\n## Resume\n\n### Later\n\nPress it again.';
const chunk = {
  ...firstMatch.chunk,
  heading: 'Run',
  breadcrumbs: ['Guide', 'Run'],
  url: 'a.md#run',
  text,
  sections: [
    {
      heading: 'Stop',
      breadcrumbs: ['Guide', 'Run', 'Stop'],
      url: 'a.md#stop',
      start: text.indexOf('### Stop'),
    },
    {
      heading: 'Later',
      breadcrumbs: ['Guide', 'Resume', 'Later'],
      url: 'a.md#later',
      start: text.indexOf('## Res'),
    },
  ],
};

describe('a chunk of several sections', () => {
  test('the excerpt of a chunk begins with the section that has most words of the query', () => {
    expect(chunkExcerpt(chunk, ['button'], 400)).toMatchObject({
      heading: 'Stop',
      breadcrumbs: ['Guide', 'Run', 'Stop'],
      url: 'a.md#stop',
      text: 'Press the button.\n\n## Resume\n\n### Later\n\nPress it again.',
    });
  });

  test('the excerpt of a chunk begins with a section that matches by its heading alone, without repeating the heading', () => {
    expect(chunkExcerpt(chunk, ['resum', 'later'], 400)).toMatchObject({
      url: 'a.md#later',
      text: 'Press it again.',
    });
  });

  test('the excerpt of a chunk is the whole chunk if its first section matches as well as any, or if none matches', () => {
    expect(chunkExcerpt(chunk, ['it'], 400)).toMatchObject({ url: 'a.md#run', text });
    expect(chunkExcerpt(chunk, ['elsewhere'], 400)).toMatchObject({ url: 'a.md#run', text });
    expect(chunkExcerpt(chunk, [], 400)).toMatchObject({ url: 'a.md#run', text });
  });

  test('the excerpt of a chunk has the address of the section it begins in', () => {
    const long = `Run it now.\n\n### Stop\n\n${'Filler.\n\n'.repeat(30)}Press a big red button to run.`;
    const [stop] = chunk.sections;
    if (stop === undefined) throw new Error('the chunk has sections');
    const joined = { ...chunk, text: long, sections: [{ ...stop, start: long.indexOf('### Stop') }] };
    const shown = chunkExcerpt(joined, ['run', 'now', 'button', 'press', 'red'], 60);
    expect(shown).toMatchObject({ url: 'a.md#stop', text: expect.stringContaining('red button') });
  });

  test('the excerpt of a section without text is its heading', () => {
    const empty = { ...chunk, text: 'Run it.\n\n## Stop', sections: [{ ...chunk.sections[0], start: 9 }] };
    expect(chunkExcerpt(empty as typeof chunk, ['stop'], 400)).toMatchObject({
      url: 'a.md#stop',
      text: 'Stop',
    });
  });
});
