import { startLoopbackEmbeddings } from './loopback-embeddings.ts';

/** The loopback embeddings endpoint as a process of its own: prints `{"url"}` when it listens, ends with its stdin. */
const [port, dimensions] = process.argv.slice(2);
const endpoint = await startLoopbackEmbeddings({
  ...(port === undefined ? {} : { port: Number(port) }),
  ...(dimensions === undefined ? {} : { dimensions: Number(dimensions) }),
});
console.log(JSON.stringify({ url: endpoint.url }));
process.stdin.on('end', () => void endpoint.close()).resume();
