const FENCE = '```';

/** What would set `hacked` if a page took any of it for more than text. */
const ATTACKS = [
  '<script>hacked = 1</script>',
  '<img src=x onerror="hacked = 1">',
  '<svg onload="hacked = 1"><script>hacked = 1</script></svg>',
  '<iframe srcdoc="<script>parent.hacked = 1</script>"></iframe>',
  '<style>body { display: none }</style>',
  '<meta http-equiv="refresh" content="0; url=javascript:hacked=1">',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example/"><button>Go</button></form>',
  '<details open ontoggle="hacked = 1"><summary>x</summary></details>',
  '<a href="javascript:hacked=1" onfocus="hacked = 1" autofocus>link in HTML</a>',
  '<table><tr><td onmouseover="hacked = 1"><a href="&#106;avascript:hacked=1">cell</a></td></tr></table>',
  '[a](javascript:hacked=1) [b](JaVaScRiPt:hacked=1) [c](&#106;avascript:hacked=1) [d](<java\tscript:hacked=1>)',
  '[e](data:text/html,<script>hacked=1</script>) [f](vbscript:x) [g](//evil.example/x) <javascript:hacked=1>',
  '![h](javascript:hacked=1) ![i](data:image/svg+xml,<svg/onload=hacked=1>) ![j](x"onerror="hacked=1)',
  '[k](https://example.com/"onclick="hacked=1 "t\\" onclick=\\"hacked=1") [l]: javascript:hacked=1\n\n[l]',
  `${FENCE}go" onmouseover="hacked=1\nx := "</code></pre><script>hacked = 1</script>"\n${FENCE}`,
  '`</code><script>hacked = 1</script>`',
  '<!-- --><script>hacked = 1</script>',
  '&lt;script&gt;hacked = 1&lt;/script&gt;',
];

/** Documents whose authors want a browser to run something, with names as bad. */
export const HOSTILE_DOCUMENTS: Readonly<Record<string, string>> = {
  [`it's "a" <b onload=hacked=1> & #1?.md`]: [
    `---\ntitle: '"><img src=x onerror=hacked=1> </title><script>hacked=1</script>'\n---\n`,
    'An armadillo document.\n',
    ...ATTACKS.map((attack, at) => `## "><script>hacked=1</script> ${at}\n\n${attack} armadillo\n`),
    '## Found {#found}\n\n## Search\n',
  ].join('\n'),
  'evil.go':
    'package evil\n\n// Armadillo </span></code></pre><script>hacked=1</script> `\nvar X = "<img src=x onerror=hacked=1>" // "\n',
};
