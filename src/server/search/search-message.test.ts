import { expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import { unknownNames } from './search-message.ts';

const found = [
  match('a.md', 'An agent is made by `NewChatModelAgent`; it calls `write_todos` of LangChain.'),
];

test.each([
  ['adk.NewReactAgent', ['NewReactAgent']],
  ['How do I call NewReactAgent and write_todo_list?', ['NewReactAgent', 'write_todo_list']],
  ['newChatModelAgent', []],
  ['ChatModelAgents and write_todos in LangChain', []],
  ['Which agents does ADK have?', []],
  ['', []],
])('of the names in %j the docs do not have %j', (query, names) => {
  expect(unknownNames(query, found)).toEqual(names);
});

test('no name of many is called unknown, because passages that have one of them may not be found', () => {
  const names = Array.from({ length: 6 }, (_, n) => `NewAgent${n}`);
  expect(unknownNames(names.slice(1).join(' '), found)).toHaveLength(5);
  expect(unknownNames(names.join(' '), found)).toEqual([]);
});

test('every name of a query is unknown where nothing is found', () => {
  expect(unknownNames('NewReactAgent', [])).toEqual(['NewReactAgent']);
});
