import { beforeAll, describe, expect, test } from '@jest/globals';
import { rootWith } from '../../../../test/support/source-builder.ts';
import type { Chunk } from '../../../shared/domain/chunk.ts';
import type { Root } from '../../../shared/domain/source.ts';
import type { Format } from '../format.ts';
import { formatOf, prepareDocument } from '../prepare-document.ts';
import type { PreparedDocument } from '../prepared-document.ts';
import { MAX_CHUNK_TOKENS } from '../prepared-document.ts';

const ROOT = rootWith({ at: 'kit', site: 'https://github.com/acme/kit/blob/v1.2.3', pages: 'github' });

let format: Format;
beforeAll(async () => {
  format = await formatOf('a.go');
});

function prepare(content: string, path = 'kit/flow/flow.go', root: Root = ROOT) {
  const bytes = new TextEncoder().encode(content);
  return prepareDocument({ path, blob: 'b10b', size: bytes.length, bytes }, { root, now: 0 }, format);
}

function prepared(content: string, path?: string, root?: Root): PreparedDocument {
  const result = prepare(content, path, root);
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

function chunkWith({ chunks }: PreparedDocument, text: string): Chunk {
  const chunk = chunks.find((candidate) => candidate.text.includes(text));
  if (chunk === undefined) throw new Error(`no chunk contains ${text}`);
  return chunk;
}

function headings({ document }: PreparedDocument): string[] {
  return document.outline.map(({ depth, text, anchor }) => `${depth} ${text} ${anchor}`);
}

const FLOW = `// Copyright of nobody.

// Package flow runs steps one after the other.
package flow

import "context"

// Flow is a list of steps. Build one with [New].
//
// Deprecated: use a graph.
type Flow[I, O any] struct {
	*core
	// Name is shown in logs.
	Name string \`json:"name"\` // short

	// steps are in order.
	steps []step
	hidden, alsoHidden int

	Options struct {
		depth int
	}
}

// New makes a flow of steps:
//
//	f := flow.New[string, int]()
func New[I, O any](
	steps ...Step,
) (*Flow[I, O], error) {
	return nil, nil
}

// Run runs all steps.
func (f *Flow[I, O]) Run(ctx context.Context, in I) (out O, err error) { return }

func (f Flow[I, O]) Len() int { return 0 }

func (f *Flow[I, O]) size() int { return 0 }

// Step is one step.
type Step interface {
	// Do does it.
	Do(ctx context.Context) error
	mark()
	~string | int
}

type (
	// Alias is another name.
	Alias = Flow[int, int]
	// Func is a step.
	Func func(ctx context.Context) error
	local int
)

// Modes of a flow.
const (
	// Fast is fast.
	Fast Mode = iota
	slow
	Exact // Exact is exact.
)

var (
	ErrStop = errors.New("stop")
	errInner = errors.New("inner")
)

var Table = map[string]int{
	"a": 1,
	"b": 2,
	"c": 3,
	"d": 4,
	"e": 5,
	"f": 6,
	"g": 7,
	"h": 8,
}

var _ Step = Func(nil)

// AddStep adds a step.
func (c *core) AddStep(s Step) error { return nil }

func helper() {}
`;

describe('prepareDocument() with the API of a Go package', () => {
  test('a Go file becomes a document that names its package and its exported names', () => {
    const { document } = prepared(FLOW);
    expect(document).toMatchObject({
      path: 'kit/flow/flow.go',
      title: 'package github.com/acme/kit/flow: flow.go',
      url: 'https://github.com/acme/kit/blob/v1.2.3/flow/flow.go',
      summary: 'Package flow runs steps one after the other.',
      content: FLOW,
      description: '',
    });
    expect(document.entities.slice(0, 3)).toEqual(['flow.Flow', 'flow.New', 'flow.Step']);
  });

  test('the outline of a Go file lists its exported declarations with the lines they are on', () => {
    const document = prepared(FLOW);
    expect(headings(document)).toEqual([
      '1 package flow L3-L4',
      '2 Flow L8-L23',
      '2 New L25-L32',
      '2 (*Flow[I, O]).Run L34-L35',
      '2 Flow[I, O].Len L37',
      '2 Step L41-L47',
      '2 Alias L50-L51',
      '2 Func L52-L53',
      '2 Fast, Exact L57-L63',
      '3 Fast L59-L60',
      '3 Exact L62',
      '2 ErrStop L65-L68',
      '2 Table L70-L79',
      '2 (*core).AddStep L83-L84',
    ]);
    const lines = FLOW.split('\n');
    expect(lines[41 - 1]).toBe('// Step is one step.');
    expect(document.document.outline.map(({ anchor, line }) => anchor.startsWith(`L${line}`))).not.toContain(
      false,
    );
  });

  test('methods that follow their type are below it in the outline', () => {
    const outline = headings(
      prepared('package a\n\ntype T int\n\nfunc (t T) A() {}\n\nfunc (t *T) B() {}\n\nfunc F() {}\n'),
    );
    expect(outline).toEqual(['1 package a L1', '2 T L3', '3 T.A L5', '3 (*T).B L7', '2 F L9']);
  });

  test('a struct is shown with its exported fields, and with the types that it embeds', () => {
    expect(chunkWith(prepared(FLOW), 'type Flow').text).toContain(`\`\`\`go
type Flow[I, O any] struct {
	*core
	// Name is shown in logs.
	Name string \`json:"name"\` // short

	Options struct {
		depth int
	}
	// unexported fields
}
\`\`\`

Flow is a list of steps. Build one with \`New\`.

**Deprecated:** use a graph.`);
  });

  test('what a comment says is deprecated is marked in the outline and in the chunks, not in what is embedded', () => {
    const [old, group] = ['// Old is old.\n//\n// Deprecated: use New.\n', '// Kinds.\n'];
    const code = (first: string) =>
      `package a\n\n${first}func Old() {}\n\n// New is new.\nfunc New() {}\n\n${group}const (\n\t// A is one.\n\t//\n\t// Deprecated: use B.\n\tA = 1\n\tB = 2\n)\n`;
    const { document, chunks } = prepared(code(old));
    expect(document.outline.filter(({ deprecated }) => deprecated).map(({ text }) => text)).toEqual([
      'Old',
      'A',
    ]);
    expect(chunks).toMatchObject([{ heading: 'Old', deprecated: true, sections: [{ heading: 'New' }, {}] }]);
    expect(chunks[0]?.sections.some(({ deprecated }) => deprecated)).toBe(false);
    const plain = prepared(code(old.replace('Deprecated:', '**Deprecated:**'))).chunks[0];
    expect(plain).not.toHaveProperty('deprecated');
    expect(plain?.contentHash).toBe(chunks[0]?.contentHash);
    expect(plain?.id).not.toBe(chunks[0]?.id);
  });

  test('an interface is shown with its exported methods and its constraints', () => {
    expect(chunkWith(prepared(FLOW), 'type Step').text).toContain(
      'type Step interface {\n\t// Do does it.\n\tDo(ctx context.Context) error\n\t~string | int\n\t// unexported methods\n}\n',
    );
  });

  test('a function is shown without its body, with the code of its comment', () => {
    const { text } = chunkWith(prepared(FLOW), 'func New');
    expect(text).toContain('func New[I, O any](\n\tsteps ...Step,\n) (*Flow[I, O], error)\n```');
    expect(text).toContain('New makes a flow of steps:\n\n```\nf := flow.New[string, int]()\n```');
    expect(text).not.toContain('return nil');
  });

  test('a type of a group is shown on its own, without the indentation of the group', () => {
    const { text } = chunkWith(
      prepared('package a\n\n// Kinds.\ntype (\n\t// A is one.\n\tA struct {\n\t\tX int\n\t}\n\tb int\n)\n'),
      'type A',
    );
    expect(text).toBe('```go\ntype A struct {\n\tX int\n}\n```\n\nKinds.\n\nA is one.');
  });

  test('a group of constants that count with iota keeps every line', () => {
    expect(chunkWith(prepared(FLOW), 'Fast Mode').text).toContain('Fast Mode = iota\n\tslow\n\tExact //');
  });

  test('a group of variables is without its unexported names, and a long value is shortened', () => {
    const document = prepared(FLOW);
    expect(chunkWith(document, 'ErrStop =').text).toContain('var (\n\tErrStop = errors.New("stop")\n)');
    expect(chunkWith(document, 'var Table').text).toContain('var Table = map[string]int{ /* … */ }');
  });

  test.each([
    ['T{ // all', '}', 'T{ /* … */ }'],
    ['f("https://x.example",', '3)', 'f("https://x.example", /* … */ 3)'],
    ['`one', 'five`', '`one … five`'],
  ])('a long value from %j to %j is shortened to Go', (first, last, shown) => {
    const value = [first, ...Array(20).fill('\t1,'), last].join('\n');
    expect(chunkWith(prepared(`package a\n\nvar X = ${value}\n`), 'var X').text).toContain(
      `var X = ${shown}\n`,
    );
  });

  test('fields on one line are removed one by one', () => {
    const { text } = chunkWith(prepared('package a\n\ntype T struct{ a int; B int; c int }\n'), 'type T');
    expect(text).toContain('B int');
    expect(text).not.toMatch(/\b[ac] int/);
  });

  test('chunks of a Go file have the qualified names that they declare as identifiers', () => {
    const document = prepared(FLOW);
    expect(chunkWith(document, 'func New').identifiers).toContain('flow.New');
    expect(chunkWith(document, ') Run(').identifiers).toContain('flow.Flow.Run');
    expect(chunkWith(document, 'type Step').identifiers).toEqual(
      expect.arrayContaining(['flow.Step', 'flow.Step.Do']),
    );
  });

  test('the chunk of a method has the package and the type in its headings', () => {
    const filler = `// ${'It does a good many things, one after another. '.repeat(12)}\n`;
    const { chunks } = prepared(`package a\n\n${filler}func (t *T) Run() {}\n\n${filler}func F() {}\n`);
    expect(chunks.map(({ breadcrumbs }) => breadcrumbs)).toEqual([
      ['package a', 'T', '(*T).Run'],
      ['package a', 'F'],
    ]);
    expect(chunks[0]?.url).toBe('https://github.com/acme/kit/blob/v1.2.3/flow/flow.go#L3-L4');
  });

  test('methods of an unexported type are shown if most of its exported methods are documented', () => {
    const file = (comment: string) =>
      `package a\n\n${comment}func (t *inner) A() {}\n\nfunc (t *inner) B() {}\n`;
    expect(headings(prepared(file('// A does it.\n')))).toHaveLength(3);
    expect(headings(prepared(file('')))).toHaveLength(1);
  });

  test('a file that exports nothing is a document that is found by its title', () => {
    const { document, chunks } = prepared('package a\n\nfunc f() {}\n');
    expect(chunks.map(({ text }) => text)).toEqual([document.title]);
  });

  test('moving a declaration to other lines changes no content hash', () => {
    const hashes = (content: string) => prepared(content).chunks.map(({ contentHash }) => contentHash);
    const moved = FLOW.replace('import "context"', 'import (\n\t"context"\n\t"errors"\n)\n');
    expect(hashes(moved)).toEqual(hashes(FLOW));
  });

  test('an edited comment changes the content hash of its own chunk alone', () => {
    const hashes = (content: string) =>
      new Set(prepared(content).chunks.map(({ contentHash }) => contentHash));
    const before = hashes(FLOW);
    const after = hashes(FLOW.replace('Run runs all steps.', 'Run runs every step.'));
    expect([...after].filter((hash) => !before.has(hash))).toHaveLength(1);
  });

  test.each([
    ['https://github.com/acme/kit/blob/main/sub/dir', 'package github.com/acme/kit/sub/dir/flow: flow.go'],
    ['https://docs.example.com', 'package flow: flow.go'],
    [null, 'package flow: flow.go'],
  ])('a Go file below the address %s has the title %s', (site, title) => {
    expect(prepared(FLOW, undefined, rootWith({ at: 'kit', site })).document.title).toBe(title);
  });

  test.each(['// import "acme.dev/flow/v2"', '/* import "acme.dev/flow/v2" */'])(
    'the import comment %s names the package, whatever its address is',
    (comment) => {
      const { document } = prepared(FLOW.replace(/^package flow$/m, `package flow ${comment}`));
      expect(document.title).toBe('package acme.dev/flow/v2: flow.go');
    },
  );

  test('a file with Windows line ends, a byte order mark and no line end keeps its content and lines', () => {
    const content = '\uFEFFpackage a\r\n\r\n// F runs.\r\nfunc F(a int,\r\n\tb int) {}';
    const document = prepared(content);
    expect(document.document.content).toBe(content);
    expect(headings(document)).toEqual(['1 package a L1', '2 F L3-L5']);
    expect(chunkWith(document, 'func F').text).toBe('```go\nfunc F(a int,\n\tb int)\n```\n\nF runs.');
  });
});

describe('prepareDocument() with Go that is not shown', () => {
  test.each([
    ['generated code', '// Code generated by a tool. DO NOT EDIT.\npackage a\n'],
    ['it uses cgo', 'package a\n\nimport "C"\n'],
    ['it is built only with ignore', '//go:build ignore\n\npackage main\n'],
  ])('a file is skipped because of: %s', (reason, content) => {
    expect(prepare(content)).toEqual({ path: 'kit/flow/flow.go', blob: 'b10b', reason });
  });

  test('a file that does not parse is indexed as far as it does, and says so', () => {
    const broken = 'package a\n\n// F runs.\nfunc F() {}\n\nfunc ) (\n\n// G runs too.\nfunc G() {}\n';
    const document = prepared(broken);
    expect(headings(document).map((line) => line.slice(2))).toEqual(
      expect.arrayContaining(['F L3-L4', 'G L8-L9']),
    );
    expect(document.incomplete).toBe('a part of it is not Go');
    expect(document.chunks[0]?.text).toContain('A part of this file is not Go and is not shown.');
  });

  test('an error inside of a body that is not shown does not matter', () => {
    expect(prepared('package a\n\nfunc F() { x := := 1 }\n').incomplete).toBeUndefined();
  });
});

describe('prepareDocument() with Go programs', () => {
  const main = (body: string) => `// A greeter for the tests of a flow.
package main

import "github.com/acme/kit/flow"

// main greets.
func main() {
${body}}

func greet(name string) string { return "hello " + name }
`;

  test('a program is named by its folder and shown with its imports and all its functions', () => {
    const document = prepared(main('\tprintln(greet("you"))\n'), 'kit/cmd/greet/main.go');
    expect(document.document.title).toBe('program cmd/greet: main.go');
    expect(headings(document)).toEqual(['1 package main L1-L2', '2 main L6-L9', '2 greet L11']);
    const text = document.chunks.map((chunk) => chunk.text).join('\n');
    expect(text).toContain('import "github.com/acme/kit/flow"');
    expect(text).toContain('main greets.\n\n```go\nfunc main() {\n\tprintln(greet("you"))\n}\n```');
    expect(document.chunks.flatMap(({ identifiers }) => identifiers)).toContain('github.com/acme/kit/flow');
  });

  test.each([
    ['kit/examples/tools/tool.go', 'example examples/tools: tool.go'],
    ['kit/flow/flow_test.go', 'example flow: flow_test.go'],
  ])('%s is an example whatever its package, with the title %s', (path, title) => {
    const document = prepared('package tools\n\nfunc run() { println("inside") }\n', path);
    expect(document.document.title).toBe(title);
    expect(document.chunks[0]?.text).toContain('println("inside")');
  });

  test('a long function is cut between statements, in chunks that say which function they are from', () => {
    const statement = (n: number) =>
      `\t// Step ${n} comes after step ${n - 1}.\n\tif err := run(${n}, func() error {\n\t\treturn nil\n\t}); err != nil {\n\t\tpanic(err)\n\t}\n`;
    const body = Array.from({ length: 60 }, (_, n) => statement(n)).join('');
    const { chunks } = prepared(main(body), 'kit/cmd/greet/main.go');
    const pieces = chunks.filter(({ text }) => text.includes('Step '));
    expect(pieces.length).toBeGreaterThan(2);
    for (const { text, tokens, heading } of pieces.slice(1)) {
      expect(heading).toBe('main');
      expect(text.split('\n')[1]).toMatch(/^\t\/\/ Step \d+ comes after/);
      expect(tokens).toBeLessThanOrEqual(MAX_CHUNK_TOKENS);
    }
    const joined = pieces.map(({ text }) => text).join('\n');
    for (let n = 0; n < 60; n++) expect(joined).toContain(`Step ${n} comes`);
  });
});
