import { spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';

/**
 * A program that serves and ends as the server does, for tests of the supervisor.
 * `/slow` is answered only once SIGTERM has come; `/environment` shows what it was given;
 * `/end?code=N` ends it. `STAND_IN_SERVER` says how it behaves: `serve` (default);
 * `refuse` ends with 2 at once; `deaf` ignores SIGTERM; `parent` starts a process that would outlive it.
 */
const behaviour = process.env['STAND_IN_SERVER'] ?? 'serve';
const slow: ServerResponse[] = [];

if (behaviour === 'refuse') {
  console.error('one setting is wrong');
  process.exit(2);
}
if (behaviour === 'parent') spawn('sleep', ['600'], { stdio: 'ignore' }).unref();

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/slow') {
    slow.push(response);
    console.error('stand-in server works on a slow request');
  } else if (url.pathname === '/environment') response.end(JSON.stringify(process.env));
  else if (url.pathname === '/end') process.exit(Number(url.searchParams.get('code')));
  else if (url.pathname === '/health') response.end('{"status":"healthy"}');
  else response.writeHead(404).end();
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () =>
  console.error(`stand-in server ${process.pid} listens`),
);

process.on('SIGTERM', () => {
  console.error('stand-in server got SIGTERM');
  if (behaviour === 'deaf') return;
  for (const response of slow) response.end('completed');
  server.close(() => console.error(`stand-in server ends at ${Date.now()}`));
  server.closeIdleConnections();
});
