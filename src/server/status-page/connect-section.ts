import { type Html, html } from './html.ts';

/** The clients: each with its name, an instruction, and the text to run or paste. */
function clients(url: string, tokenRequired: boolean): readonly (readonly [string, string, string])[] {
  const bearer = 'Bearer <MCP_AUTH_TOKEN>';
  const headers = tokenRequired ? { headers: { Authorization: bearer } } : {};
  const json = (server: object) => JSON.stringify({ mcpServers: { 'eino-docs': server } }, null, 2);
  const header = tokenRequired ? [`--header "Authorization: ${bearer}"`] : [];
  const remoteArguments = [
    '-y',
    'mcp-remote',
    url,
    ...(tokenRequired ? ['--header', `Authorization: ${bearer}`] : []),
  ];
  return [
    ['Claude Code', 'Run:', ['claude mcp add --transport http eino-docs', url, ...header].join(' ')],
    [
      'Claude Desktop',
      'Add to claude_desktop_config.json and restart:',
      json({ command: 'npx', args: remoteArguments }),
    ],
    ['Cursor', 'Add to .cursor/mcp.json:', json({ url, ...headers })],
    [
      'Plain HTTP',
      'Run:',
      [
        `curl -s ${url}`,
        `-H 'content-type: application/json' -H 'accept: application/json, text/event-stream'`,
        ...(tokenRequired ? [`-H 'authorization: ${bearer}'`] : []),
        `-d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_docs","arguments":{"query":"interrupt and resume a graph"}}}'`,
      ].join(' \\\n  '),
    ],
  ];
}

/** How to connect clients to this server. */
export function connectSection(baseUrl: string, tokenRequired: boolean): Html {
  return html`<h2 id="connect">Connect a client</h2>
${clients(`${baseUrl}/mcp`, tokenRequired).map(
  (
    [name, instruction, text],
    position,
  ) => html`<details ${position === 0 ? 'open' : ''}><summary>${name}</summary>
<p class="soft">${instruction}</p><div class="copyable" data-label="${name}"><pre>${text}</pre></div></details>
`,
)}`;
}
