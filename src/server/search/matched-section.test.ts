import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-match.ts';
import { matchedSection } from './matched-section.ts';

const [found] = match('a.md', 'Run it.').chunks;
if (found === undefined) throw new Error('a match has a passage');
const text = 'Run it.\n\n### Stop\n\nPress the button.\n\n## Resume\n\n### Later\n\nPress it again.';
const chunk = {
  ...found.chunk,
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
  test('is shown from the section on that speaks most of what is asked', () => {
    expect(matchedSection(chunk, ['button'], 400)).toMatchObject({
      heading: 'Stop',
      breadcrumbs: ['Guide', 'Run', 'Stop'],
      url: 'a.md#stop',
      text: 'Press the button.\n\n## Resume\n\n### Later\n\nPress it again.',
    });
  });

  test('leads to a section that only its heading speaks for, without repeating that heading', () => {
    expect(matchedSection(chunk, ['resum', 'later'], 400)).toMatchObject({
      url: 'a.md#later',
      text: 'Press it again.',
    });
  });

  test('is shown whole where its first section speaks as much as any, or none does', () => {
    expect(matchedSection(chunk, ['it'], 400)).toMatchObject({ url: 'a.md#run', text });
    expect(matchedSection(chunk, ['elsewhere'], 400)).toMatchObject({ url: 'a.md#run', text });
    expect(matchedSection(chunk, [], 400)).toMatchObject({ url: 'a.md#run', text });
  });

  test('leads to the section that what is shown begins in', () => {
    const long = `Run it now.\n\n### Stop\n\n${'Filler.\n\n'.repeat(30)}Press a big red button to run.`;
    const [stop] = chunk.sections;
    if (stop === undefined) throw new Error('the chunk has sections');
    const joined = { ...chunk, text: long, sections: [{ ...stop, start: long.indexOf('### Stop') }] };
    const shown = matchedSection(joined, ['run', 'now', 'button', 'press', 'red'], 60);
    expect(shown).toMatchObject({ url: 'a.md#stop', text: expect.stringContaining('red button') });
  });

  test('shows the heading of a section that has no word of its own', () => {
    const empty = { ...chunk, text: 'Run it.\n\n## Stop', sections: [{ ...chunk.sections[0], start: 9 }] };
    expect(matchedSection(empty as typeof chunk, ['stop'], 400)).toMatchObject({
      url: 'a.md#stop',
      text: 'Stop',
    });
  });
});
