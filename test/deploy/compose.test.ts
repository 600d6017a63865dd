import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { serverProgramVariables } from '../../src/server/config.ts';
import { serverVariables } from '../../src/shared/config/server-variables.ts';
import { allVariables, queryVariables } from '../../src/shared/config/variables.ts';
import { runFixtureApp } from '../support/fixture-app.ts';
import { exchange } from '../support/running-app.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

const service = z.looseObject({
  image: z.string().optional(),
  build: z.object({ context: z.literal('.'), target: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.string().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  mem_limit: z.string().optional(),
});
interface Composition {
  readonly file: string;
  readonly qdrants: readonly Service[];
  readonly servers: readonly Service[];
  readonly worker: Service;
}
type Service = z.output<typeof service>;

/** Reads a file whose services are named after what they run, or `<name>-<number>` where there are several. */
function compose(file: string, names: { qdrant: string; server: string }): Composition {
  const { services } = z
    .object({ services: z.record(z.string(), service) })
    .parse(parse(read(file), { merge: true }));
  const named = (name: string) =>
    Object.keys(services)
      .filter((each) => each === name || each.startsWith(`${name}-`))
      .flatMap((each) => services[each] ?? []);
  const [worker, ...others] = named('worker');
  if (worker === undefined || others.length > 0) throw new Error(`${file} must have one worker`);
  return { file, qdrants: named(names.qdrant), servers: named(names.server), worker };
}

const single = compose('compose.yaml', { qdrant: 'qdrant', server: 'server' });
const cluster = compose('compose.cluster.yaml', { qdrant: 'node', server: 'server' });

/** All variables except those that only the server reads. */
const workerVariables = Object.fromEntries(
  Object.entries(allVariables.shape).filter(
    ([name]) => !(name in { ...serverVariables.shape, ...queryVariables.shape }),
  ),
);

const NOT_FOR_SERVER = {
  INDEX_PATH: 'the index is in Qdrant',
  SERVER_MODE: 'the image serves HTTP',
  HOST: 'the image listens on every address of the container',
  PORT: 'the container always uses 3000; `ports` can publish it as another port',
  QUERY_LOG: 'the container has no folder that is kept; mount one to use it',
};
const NOT_FOR_WORKER = {
  INDEX_PATH: 'the index is in Qdrant',
  QUERY_LOG: 'the server writes it; `gaps` is run by hand',
};

/** Variables that are set to fixed values. */
const FIXED = ['SUPERVISE_QDRANT', 'QDRANT_URL', 'QDRANT_API_KEY'];

describe.each([
  ['compose.yaml', single, { qdrants: 1, servers: 1 }, FIXED, 'server'],
  [
    'compose.cluster.yaml',
    cluster,
    { qdrants: 3, servers: 2 },
    [...FIXED, 'QDRANT_REPLICAS'],
    'server-1,server-2',
  ],
])('%s', (file, { qdrants, servers, worker }, count, fixed, hosts) => {
  const programs = [...servers, worker];

  test(`${file} runs one worker, and as many nodes of Qdrant and servers as it says, each with a place of its own`, () => {
    expect({ qdrants: qdrants.length, servers: servers.length }).toEqual(count);
    expect(new Set(qdrants.map(({ volumes }) => volumes?.join())).size).toBe(qdrants.length);
    expect(new Set(servers.map(({ ports }) => ports?.join())).size).toBe(servers.length);
  });

  test(`${file} runs the Qdrant version of the server image`, () => {
    for (const { image } of qdrants) expect(read('Dockerfile')).toContain(`QDRANT_IMAGE=${image}\n`);
  });

  test(`${file} builds targets that the Dockerfile contains`, () => {
    for (const { build } of programs) expect(read('Dockerfile')).toContain(` AS ${build?.target}\n`);
  });

  test(`${file} sets only variables that the programs read, and those to valid values`, () => {
    const known = { ...allVariables.shape, SUPERVISE_QDRANT: true };
    const names = programs.flatMap(({ environment }) => Object.keys(environment));
    expect(names.filter((name) => !(name in known))).toEqual([]);
    for (const { environment } of programs) {
      const literal = Object.entries(environment).filter(([, value]) => !value.includes('$'));
      expect(allVariables.safeParse(Object.fromEntries(literal)).error?.issues ?? []).toEqual([]);
    }
  });

  test(`${file} gives the write key only to the worker and Qdrant, and the GitHub token not to a server`, () => {
    expect(worker.environment['QDRANT_API_KEY']).toContain('QDRANT_WRITE_KEY');
    for (const server of servers) {
      expect(server.environment['QDRANT_API_KEY']).toContain('QDRANT_READ_KEY');
      expect(JSON.stringify(server)).not.toMatch(/WRITE_KEY|GITHUB_TOKEN/);
    }
  });

  test(`${file} gives servers and worker the same embedding settings`, () => {
    const embedding = (environment: Record<string, string>) =>
      Object.entries(environment).filter(
        ([name]) =>
          /^(OPENAI|EMBEDDING|SYNC_SCHEDULE)/.test(name) &&
          name in workerVariables &&
          name in serverProgramVariables.shape,
      );
    for (const { environment } of servers) {
      expect(embedding(environment)).toEqual(embedding(worker.environment));
      expect(embedding(environment)).toHaveLength(6);
    }
  });

  test(`${file} passes every setting of the servers and the worker`, () => {
    const missing = (settings: object, { environment }: Service) =>
      Object.keys(settings)
        .filter((name) => !(name in environment))
        .sort();
    for (const server of servers)
      expect(missing(serverProgramVariables.shape, server)).toEqual(Object.keys(NOT_FOR_SERVER).sort());
    expect(missing(workerVariables, worker)).toEqual(Object.keys(NOT_FOR_WORKER).sort());
  });

  test(`${file} passes each setting under its own name and leaves it unset by default`, () => {
    const names = programs.flatMap(({ environment }) => Object.entries(environment));
    const given = names.filter(([name]) => !fixed.includes(name));
    const other = given.filter(([name, value]) => value !== `\${${name}:-}`);
    expect(other).toEqual(servers.map(() => ['ALLOWED_HOSTS', `${hosts},\${ALLOWED_HOSTS:-}`]));
  });

  test(`${file} publishes the servers on loopback only and Qdrant not at all`, () => {
    const port = allVariables.shape.PORT.parse(undefined);
    for (const [n, { ports }] of servers.entries()) expect(ports).toEqual([`127.0.0.1:${3000 + n}:${port}`]);
    for (const { ports } of [...qdrants, worker]) expect(ports).toBeUndefined();
  });

  test(`${file} runs everything without capabilities, on a read-only file system, with a memory limit`, () => {
    for (const each of [...qdrants, ...programs]) {
      expect(each).toMatchObject({
        read_only: true,
        tmpfs: '/tmp',
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+[mg]$/),
      });
    }
  });

  test(`${file} runs the worker on a schedule`, () => {
    expect(worker.command).toEqual(['schedule']);
  });
});

test('compose.yaml lets another container read the metrics by the name of the service, and no other name', async () => {
  await using resources = new AsyncDisposableStack();
  const env = Object.fromEntries(
    Object.entries(single.servers[0]?.environment ?? {})
      .filter(([name]) => name === 'ALLOWED_HOSTS')
      .map(([name, value]) => [name, value.replace(/\$\{\w+:-\}/g, '')]),
  );
  const { app } = await runFixtureApp(resources, env);
  const statusFor = async (host: string) =>
    (await exchange(app.port, `GET /metrics HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).split(
      ' ',
    )[1];
  expect([await statusFor('server:3000'), await statusFor('evil.example:3000')]).toEqual(['200', '403']);
});

describe('compose.cluster.yaml', () => {
  test('every node joins the first one, and every program knows the address of each', () => {
    const uris = cluster.qdrants.map(({ environment }) => environment['QDRANT_URI'] ?? '');
    const [first, ...others] = cluster.qdrants;
    expect(first?.environment['QDRANT_BOOTSTRAP']).toBeUndefined();
    for (const { environment } of others) expect(environment['QDRANT_BOOTSTRAP']).toBe(uris[0]);
    const addresses = uris.map((uri) => uri.replace(/5$/, '3')).sort();
    for (const { environment } of [...cluster.servers, cluster.worker])
      expect(environment['QDRANT_URL']?.split(',').sort()).toEqual(addresses);
    expect(cluster.worker.environment['QDRANT_REPLICAS']).toBe('3');
  });
});
