/** The style sheet of the page. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6675; --line: #dce1e8; --paper: #fff; --tint: #f4f6f9; --link: #0b5cad; --good: #1a7f45; --warn: #9a5b00; --bad: #b3261e; --radius: 10px; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b5; --line: #2c3542; --paper: #12171e; --tint: #1a212b; --link: #7db8f5; --good: #58c987; --warn: #eab04d; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .8rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .4rem 0; }
a { color: var(--link); }
.soft { color: var(--soft); }
.card { border: 1px solid var(--line); border-radius: var(--radius); padding: 1rem 1.2rem; }
.state { border-left: 5px solid var(--tone); }
.state strong { color: var(--tone); font-size: 1.15rem; }
.sources { list-style: none; padding: 0; margin: .8rem 0 0; overflow-wrap: anywhere; }
.sources li { border-top: 1px solid var(--line); padding: .7rem 0; }
.sources .head { display: flex; justify-content: space-between; gap: 1rem; font-weight: 600; }
.sources .verdict { display: none; color: var(--tone); white-space: nowrap; overflow-wrap: normal; }
.several .verdict { display: inline; }
.fresh { --tone: var(--good); } .stale { --tone: var(--warn); } .empty, .unreadable { --tone: var(--bad); }
dl { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .9rem 1.5rem; margin: 0; border-top: 1px solid var(--line); padding-top: .9rem; }
@media (min-width: 44rem) { dl { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; overflow-wrap: anywhere; }
form { display: flex; gap: .5rem; flex-wrap: wrap; }
input { flex: 1 1 11rem; min-width: 0; font: inherit; color: inherit; background: var(--tint); border: 1px solid var(--line); border-radius: var(--radius); padding: .6rem .8rem; }
::placeholder { color: var(--soft); opacity: 1; }
button { font: inherit; color: inherit; background: var(--tint); border: 1px solid var(--line); border-radius: var(--radius); padding: .6rem 1rem; cursor: pointer; }
button:hover { border-color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
#answer { margin-top: .8rem; display: grid; grid-template-columns: minmax(0, 1fr); gap: .8rem; overflow-wrap: anywhere; }
.document > .head { display: flex; justify-content: space-between; gap: 1rem; }
.score { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.section { border-top: 1px solid var(--line); margin-top: .8rem; padding-top: .6rem; }
.section pre { max-height: 14rem; }
pre, code { font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { background: var(--tint); border-radius: var(--radius); padding: .8rem 1rem; margin: .5rem 0 0; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
details { border: 1px solid var(--line); border-radius: var(--radius); padding: .7rem 1.2rem; margin-top: .6rem; }
summary { cursor: pointer; font-weight: 600; }
.copyable { position: relative; }
.copyable button { position: absolute; top: .5rem; right: .5rem; padding: .2rem .6rem; font-size: .8rem; background: var(--paper); }
.copyable pre { padding-right: 5rem; }
@media (max-width: 30rem) { .copyable pre { padding: 2.8rem 1rem .8rem; } }
ol.changes { list-style: none; padding: 0; margin: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .6rem; overflow-wrap: anywhere; }
.changed { display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: .6rem; }
details.more { border: 0; padding: 0; margin-top: .3rem; }
.more summary { color: var(--soft); font-weight: 400; }
footer { color: var(--soft); font-size: .9rem; padding-top: 2.5rem; padding-bottom: 3rem; }
[hidden] { display: none; }
`;
