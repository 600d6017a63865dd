#!/usr/bin/env node
import { createServer } from 'node:http';

/**
 * A program that starts, gets ready and ends as Qdrant does, for tests of the supervisor.
 * `STAND_IN_QDRANT` says how it behaves:
 * `ready` (default); `unready` answers 503; `silent` accepts connections and never answers;
 * `broken` ends with 3 at once; `deaf` is ready and ignores SIGTERM.
 */
const behaviour = process.env['STAND_IN_QDRANT'] ?? 'ready';
const port = Number(process.env['QDRANT__SERVICE__HTTP_PORT']);

if (behaviour === 'broken') {
  console.error('stand-in Qdrant cannot read its storage');
  process.exit(3);
}

const server = createServer((request, response) => {
  if (request.url === '/environment') response.end(JSON.stringify(process.env));
  else if (behaviour === 'silent') console.log('a question that gets no answer');
  else if (behaviour === 'unready') response.writeHead(503).end('some shards are not ready');
  else response.end('all shards are ready');
});
server.listen(port, '127.0.0.1', () => console.log(`stand-in Qdrant ${process.pid} listens`));

process.on('SIGTERM', () => {
  console.log(`stand-in Qdrant got SIGTERM at ${Date.now()}`);
  if (behaviour !== 'deaf') process.exit(0);
});
