import { describe, expect, test } from '@jest/globals';
import { anchorMaker } from './sections.ts';

function anchors(...lines: string[]): string[] {
  const anchor = anchorMaker();
  return lines.map(anchor);
}

describe("a heading's anchor", () => {
  test.each([
    ['Quick Start', 'quick-start'],
    ['**Bold** and `code`', 'bold-and-code'],
    ['(*Runner).ResumeWithParams', 'runnerresumewithparams'],
    ['Callback Input & Output', 'callback-input--output'],
    ['🤖 ADK (Agent)', '-adk-agent'],
    ['v0.5.x -> v0.6.x', 'v05x---v06x'],
    ['tool_search Tool', 'tool_search-tool'],
    ['本地文件系统', '本地文件系统'],
    ['Q: [link](http://a.b/c)', 'q-linkhttpabc'],
  ])('of %j is %j', (line, anchor) => {
    expect(anchors(line)).toEqual([anchor]);
  });

  test('is numbered from 1 when it repeats, past names that are taken', () => {
    expect(anchors('Example', 'Example', 'Example 2', 'Example-1', 'Example')).toEqual([
      'example',
      'example-1',
      'example-2',
      'example-1-1',
      'example-3',
    ]);
  });

  test('is "heading" where nothing is left', () => {
    expect(anchors('***', '!?')).toEqual(['heading', 'heading-1']);
  });

  test('is what the heading itself gives', () => {
    expect(anchors('Install {#setup}', 'Setup')).toEqual(['setup', 'setup-1']);
  });
});
