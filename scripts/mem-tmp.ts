import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { startLoopbackEmbeddings } from '../test/support/loopback-embeddings.ts';
import { startServer, startWorker } from '../test/support/programs.ts';
import { startQdrant } from '../test/support/qdrant-server.ts';

const rss = (pid: number) => {
  const s = readFileSync(`/proc/${pid}/status`, 'utf8');
  return ['VmRSS', 'VmHWM']
    .map((k) => `${k} ${Math.round(Number(new RegExp(`${k}:\\s+(\\d+)`).exec(s)?.[1]) / 1024)} MB`)
    .join(' ');
};
const e = await startLoopbackEmbeddings({ dimensions: 1536 });
const q = await startQdrant('/opt/qdrant/qdrant');
const settings = {
  QDRANT_URL: q.url,
  QDRANT_API_KEY: q.key ?? '',
  OPENAI_BASE_URL: e.url,
  EMBEDDING_DIMENSIONS: '1536',
  QDRANT_PROFILE: process.argv[2] ?? 'small',
  SOURCES: '/tmp/sources-code.yaml',
};
const pids = execa({ shell: true })`pgrep -P ${process.pid} -x qdrant`;
const qpid = Number((await pids).stdout.trim().split('\n').pop());
const t = Date.now();
const r = await startWorker(['sync', '--json'], settings);
console.log('sync', r.exitCode, (Date.now() - t) / 1000, 's', r.stdout.slice(0, 120), r.stderr.slice(-300));
console.log('qdrant after sync', rss(qpid));
const { SOURCES: _, ...serverSettings } = settings;
const s = await startServer({ ...serverSettings, NODE_OPTIONS: '--max-old-space-size=128' });
const spid = (await execa({ shell: true })`pgrep -f server/main.ts`).stdout.trim().split('\n').map(Number);
for (const n of [50, 200]) {
  let failed = 0;
  for (let i = 0; i < n; i++) {
    const res = await fetch(new URL('/mcp', s.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: i,
        method: 'tools/call',
        params: { name: 'search_docs', arguments: { query: `how does node ${i} stream graph ${i % 7}` } },
      }),
    });
    const text = await res.text();
    if (text.includes('isError":true')) failed++;
  }
  console.log(
    n,
    'queries, failed',
    failed,
    'qdrant',
    rss(qpid),
    'server',
    spid
      .map((p) => {
        try {
          return rss(p);
        } catch {
          return '-';
        }
      })
      .join(' | '),
  );
}
await s.stop();
await q.stop();
process.exit(0);
