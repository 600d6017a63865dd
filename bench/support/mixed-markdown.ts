/** What a page is made of, once round. */
const ROUND = (n: number) => `
## Section ${n} of \`compose.Graph${n}\`

A paragraph about **graphs**, *tools* and [links](./other-${n}.md#part "title"), with \`schema.Pipe[string](${n})\` in it, an
![image](/img/${n}.png), some <strong>HTML</strong><br/>and a shortcode {{< ref "page-${n}.md" >}}. <!-- A comment. -->

- First, \`WithOption${n}\`
- then this
  1. and that, nested
  2. twice

> A quote of ${n} words.

\`\`\`go
func Number${n}(ctx context.Context) (*Graph, error) {
	return compose.NewGraph[string, string](ctx, ${n}) // see [here](x)
}
\`\`\`

| Name | Meaning |
| --- | --- |
| \`Name${n}\` | what it means, at some length, number ${n} |

### Detail ${n}

<table>
<tr><td>Field</td><td><pre>value ${n}</pre></td></tr>
<tr><td>Other</td><td><ul><li>one</li><li>two</li></ul></td></tr>
</table>
`;

/** A page with every construct the docs use, of at least so many bytes. */
export function mixedMarkdown(bytes: number): string {
  const rounds = ['---\ntitle: A large page\n---\n'];
  for (let n = 0, size = 0; size < bytes; n++) {
    const round = ROUND(n);
    rounds.push(round);
    size += round.length;
  }
  return rounds.join('');
}
