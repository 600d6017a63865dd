#!/usr/bin/env node
import { createServer } from 'node:http';

/**
 * A stub of Qdrant for tests of the supervisor: it starts, becomes ready and exits as Qdrant does.
 * `STUB_QDRANT` selects its behaviour: `ready` (the default); `unready` responds 503; `unresponsive` accepts connections
 * and never responds; `broken` exits with code 3 at once; `ignores-sigterm` is ready and ignores SIGTERM.
 */
const behaviour = process.env['STUB_QDRANT'] ?? 'ready';
const port = Number(process.env['QDRANT__SERVICE__HTTP_PORT']);

if (behaviour === 'broken') {
  console.error('stub Qdrant cannot read its storage');
  process.exit(3);
}

const server = createServer((request, response) => {
  if (request.url === '/environment') response.end(JSON.stringify(process.env));
  else if (behaviour === 'unresponsive') console.log('stub Qdrant leaves a request unanswered');
  else if (behaviour === 'unready') response.writeHead(503).end('some shards are not ready');
  else response.end('all shards are ready');
});
server.listen(port, '127.0.0.1', () => console.log(`stub Qdrant ${process.pid} listens`));

process.on('SIGTERM', () => {
  console.log(`stub Qdrant got SIGTERM at ${Date.now()}`);
  if (behaviour !== 'ignores-sigterm') process.exit(0);
});
