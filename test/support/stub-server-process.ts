import { spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';

/**
 * A stub of the server for tests of the supervisor: it serves and exits as the server does.
 * `/slow` is answered only after SIGTERM; `/environment` returns the environment variables; `/exit?code=N` exits.
 * `STUB_SERVER` selects its behaviour: `serve` (the default); `misconfigured` exits with code 2 at once;
 * `ignores-sigterm` ignores SIGTERM; `parent` starts a child process that would outlive it.
 */
const behaviour = process.env['STUB_SERVER'] ?? 'serve';
const slow: ServerResponse[] = [];

if (behaviour === 'misconfigured') {
  console.error('one setting is wrong');
  process.exit(2);
}
if (behaviour === 'parent') spawn('sleep', ['600'], { stdio: 'ignore' }).unref();

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/slow') {
    slow.push(response);
    console.error('stub server works on a slow request');
  } else if (url.pathname === '/environment') response.end(JSON.stringify(process.env));
  else if (url.pathname === '/exit') process.exit(Number(url.searchParams.get('code')));
  else if (url.pathname === '/health') response.end('{"status":"healthy"}');
  else response.writeHead(404).end();
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () =>
  console.error(`stub server ${process.pid} listens`),
);

process.on('SIGTERM', () => {
  console.error('stub server got SIGTERM');
  if (behaviour === 'ignores-sigterm') return;
  for (const response of slow) response.end('completed');
  server.close(() => console.error(`stub server exits at ${Date.now()}`));
  server.closeIdleConnections();
});
