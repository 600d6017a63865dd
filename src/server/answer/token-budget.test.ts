import { describe, expect, test } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { countFitting, estimateTokens, TokenCosts } from './token-budget.ts';

test('the cached cost of a value is the token estimate of its JSON, however many other values are cached', () => {
  const costs = new TokenCosts();
  const value = (n: number) => ({ heading: `Section ${n}`, snippet: 'graph '.repeat(n % 7) });
  for (const round of [1, 2]) {
    for (let n = 0; n < 3_000; n += round) {
      expect(costs.of(value(n))).toBe(estimateTokens(JSON.stringify(value(n))));
    }
  }
});

test.each([
  [[3, 3, 3], 6, 2],
  [[3, 3, 3], 9, 3],
  [[10, 1], 6, 1],
  [[], 6, 0],
])('countFitting() of items that cost %j and a budget of %i is %i', (costs, budget, fitting) => {
  expect(countFitting(costs, budget, (cost) => cost)).toBe(fitting);
});

const PROSE = `# Graph orchestration

A *graph* connects components (\`ChatModel\`, \`ToolsNode\`, …) by edges; see [the guide](https://example.com/docs/graph/).

| Option | Default | Meaning |
| --- | --- | --- |
| \`WithMaxRunSteps\` | 10 | How many steps a run may take before it fails |

\`\`\`go
func NewGraph[I, O any](opts ...NewGraphOption) *Graph[I, O] {
\tg := &Graph[I, O]{nodes: map[string]*graphNode{}, inputType: reflect.TypeOf((*I)(nil)).Elem()}
\tif err := g.AddLambdaNode("retrieve_0", compose.InvokableLambda(retrieve)); err != nil {
\t\treturn nil, fmt.Errorf("[retrieve] failed after %d ms: %w", 1500, err)
\t}
\treturn g
}
\`\`\`
`;

const CHINESE =
  '图编排把组件用边连接起来：每个节点接收上游的输出，处理之后再交给下游。如果需要在节点之间共享数据，可以在创建图的时候打开全局状态；运行时，框架保证同一时间只有一个节点读写它。' +
  '中断之后，先保存检查点，再带着用户的回答恢复执行（参见“人机协同”一章）。';

/** A sequence that looks random and is the same on every run. */
function noise(alphabet: string, length: number): string {
  const characters = [...alphabet];
  let state = 42;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return characters[Math.floor((state / 2_147_483_648) * characters.length)];
  }).join('');
}

describe('the token estimate', () => {
  test.each([
    ['prose, tables and code', PROSE],
    ['prose, tables and code as JSON', JSON.stringify({ content: PROSE })],
    ['base64', noise('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 3_000)],
    ['hexadecimal digits', noise('0123456789abcdef', 3_000)],
    ['digits', noise('0123456789', 3_000)],
    ['signs', noise('!"#$%&()*+,-./:;<=>?@[]^_{|}~', 3_000)],
    ['one long word', noise('abcdefghijklmnopqrstuvwxyz', 3_000)],
    ['Chinese', noise('的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会', 3_000)],
    ['rare Chinese', noise('龘靐齉爩鱻麤灪籱爨癵驫鸞', 1_000)],
    ['Cyrillic', noise('абвгдежзийклмнопрстуфхцчшщъыьэюя ', 3_000)],
    ['Thai', noise('กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ', 3_000)],
    ['emoji', noise('😀🚀✅❌📦🧠', 2_000)],
    ['blank lines', '\n'.repeat(3_000)],
    ['mixed blanks', noise(' \n\t\r', 3_000)],
    ['box drawing', noise('─│┌┐└┘├┤', 2_000)],
  ])('the token estimate of %s is not below the real count', (_, text) => {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(countTokens(text));
  });

  test('the token estimate of prose is at most two thirds above the real count', () => {
    expect(estimateTokens(PROSE)).toBeLessThan(countTokens(PROSE) * 1.67);
  });

  test('the token estimate of Chinese prose is above the real count, and at most 1.8 times as high', () => {
    const real = countTokens(CHINESE);
    expect(estimateTokens(CHINESE)).toBeGreaterThan(real);
    expect(estimateTokens(CHINESE)).toBeLessThan(real * 1.8);
  });

  test('the token estimate of an empty text is 0', () => {
    expect(estimateTokens('')).toBe(0);
  });
});
