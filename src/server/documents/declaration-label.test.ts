import { expect, test } from '@jest/globals';
import { declarationLabel } from './declaration-label.ts';

const go = (code: string) => `\`\`\`go\n${code}\n\`\`\`\n\nIt does.`;

test.each([
  ['New', go('func New[I, O any](x int) error'), 'func New'],
  ['Flow', go('type Flow[I any] struct {\n\tNew int\n}'), 'type Flow'],
  ['ErrStop', go('var ErrStop = errors.New("x")'), 'var ErrStop'],
  ['Fast, Slow', go('const (\n\tFast = 1\n\tSlow = 2\n)'), 'const Fast, Slow'],
  ['(*Flow[I, O]).Run', go('func (f *Flow[I, O]) Run() error'), 'method (*Flow[I, O]).Run'],
  ['Flow.Len', go('func (f Flow) Len() int'), 'method Flow.Len'],
  ['package flow', 'Package flow runs steps.', 'package flow'],
  ['New', go('func Newer()'), 'New'],
  ['Flow', 'The code of the declaration is in an earlier chunk.', 'Flow'],
  ['', '', ''],
])('the section %s declares what its code says', (heading, text, label) => {
  expect(declarationLabel(heading, text)).toBe(label);
});
