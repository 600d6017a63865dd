import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import { queryIntent, roleFinder } from './code-ranking.ts';

describe('queryIntent()', () => {
  test.each([
    ['compose.NewGraph', 'name'],
    ['WithGenLocalState', 'name'],
    ['ResumeWithParams signature', 'name'],
    ['how does NewGraph share state', 'name'],
    ['which method returns the stream', 'explanation'],
    ['complete program with a checkpoint', 'example'],
    ['NewGraph example', 'example'],
    ['checkpoint 示例', 'example'],
    ['What is the difference between an agent and a graph?', 'explanation'],
    ['', 'explanation'],
  ])('%j asks for: %s', (query, intent) => expect(queryIntent(query)).toBe(intent));
});

describe('roleFinder()', () => {
  const found = (path: string, heading: string, breadcrumbs = ['package compose', heading]) =>
    match(path, '', { heading, breadcrumbs });

  test('a Markdown document is a guide, whatever its headings are', () => {
    expect(roleFinder('NewGraph')(found('guide.md', 'NewGraph'))).toBe('guide');
  });

  test.each([
    ['NewGraph', 'NewGraph'],
    ['compose.newgraph', 'NewGraph'],
    ['Graph.Compile', '(*Graph[I, O]).Compile'],
    ['what does Compile() return', '(*Graph[I, O]).Compile'],
  ])('a Go document declares what %j names if one of its sections is %s', (query, heading) => {
    expect(roleFinder(query)(found('eino/compose/graph.go', heading))).toBe('declaration');
    expect(roleFinder('AddEdge')(found('eino/compose/graph.go', heading))).toBe('api');
  });

  test('a Go document in a folder of examples or of a main package is a program', () => {
    expect(roleFinder('stream')(found('eino-examples/adk/agent.go', 'NewAgent'))).toBe('program');
    expect(roleFinder('stream')(found('ext/examples/stream/stream.go', 'run'))).toBe('program');
    expect(roleFinder('stream')(found('cmd/main.go', 'run', ['package main', 'run']))).toBe('program');
  });
});
