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
  read_only: z.boolean().optional(),
  tmpfs: z.string().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  mem_limit: z.string().optional(),
});
const { qdrant, server, worker } = z
  .object({ services: z.object({ qdrant: service, server: service, worker: service }), volumes: z.unknown() })
  .parse(parse(read('compose.yaml'))).services;

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

/** Variables that compose.yaml sets to fixed values. */
const FIXED = ['SUPERVISE_QDRANT', 'QDRANT_URL', 'QDRANT_API_KEY'];

describe('compose.yaml', () => {
  test('compose.yaml runs the Qdrant version of the server image', () => {
    expect(read('Dockerfile')).toContain(`QDRANT_IMAGE=${qdrant.image}\n`);
  });

  test('compose.yaml builds targets that the Dockerfile contains', () => {
    for (const { build } of [server, worker]) expect(read('Dockerfile')).toContain(` AS ${build?.target}\n`);
  });

  test('compose.yaml sets only variables that the programs read', () => {
    const known = { ...allVariables.shape, SUPERVISE_QDRANT: true };
    const names = [server, worker].flatMap(({ environment }) => Object.keys(environment));
    expect(names.filter((name) => !(name in known))).toEqual([]);
  });

  test('compose.yaml gives the write key only to the worker and Qdrant, and the GitHub token not to the server', () => {
    expect(worker.environment['QDRANT_API_KEY']).toContain('QDRANT_WRITE_KEY');
    expect(server.environment['QDRANT_API_KEY']).toContain('QDRANT_READ_KEY');
    expect(JSON.stringify(server)).not.toMatch(/WRITE_KEY|GITHUB_TOKEN/);
  });

  test('compose.yaml gives server and worker the same embedding settings', () => {
    const embedding = (environment: Record<string, string>) =>
      Object.entries(environment).filter(
        ([name]) =>
          /^(OPENAI|EMBEDDING|SYNC_SCHEDULE)/.test(name) &&
          name in workerVariables &&
          name in serverProgramVariables.shape,
      );
    expect(embedding(server.environment)).toEqual(embedding(worker.environment));
    expect(embedding(server.environment)).toHaveLength(5);
  });

  test.each([
    ['server', server, serverProgramVariables.shape, NOT_FOR_SERVER],
    ['worker', worker, workerVariables, NOT_FOR_WORKER],
  ])('compose.yaml passes every setting of the %s', (_, { environment }, settings, exceptions) => {
    const missing = Object.keys(settings).filter((name) => !(name in environment));
    expect(missing.sort()).toEqual(Object.keys(exceptions).sort());
  });

  test('compose.yaml passes each setting under its own name and leaves it unset by default', () => {
    const names = [server, worker].flatMap(({ environment }) => Object.entries(environment));
    const given = names.filter(([name]) => !FIXED.includes(name));
    const other = given.filter(([name, value]) => value !== `\${${name}:-}`);
    expect(other).toEqual([['ALLOWED_HOSTS', `server,\${ALLOWED_HOSTS:-}`]]);
  });

  test('compose.yaml publishes the server on loopback only and Qdrant not at all', () => {
    expect(server.ports).toEqual([`127.0.0.1:3000:${allVariables.shape.PORT.parse(undefined)}`]);
    expect([qdrant.ports, worker.ports]).toEqual([undefined, undefined]);
  });

  test.each([
    ['qdrant', qdrant],
    ['server', server],
    ['worker', worker],
  ])(
    'compose.yaml runs %s without capabilities, on a read-only file system, with a memory limit',
    (_, each) => {
      expect(each).toMatchObject({
        read_only: true,
        tmpfs: '/tmp',
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+[mg]$/),
      });
    },
  );

  test('compose.yaml runs the worker on a schedule', () => {
    expect(worker.command).toEqual(['schedule']);
  });
});

test('compose.yaml lets another container read the metrics by the name of the service, and no other name', async () => {
  await using resources = new AsyncDisposableStack();
  const env = Object.fromEntries(
    Object.entries(server.environment)
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
