import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { serverProgramVariables } from '../../src/server/config.ts';
import { allVariables, queryVariables, serverVariables } from '../../src/shared/config/variables.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

const service = z.looseObject({
  image: z.string().optional(),
  build: z.object({ context: z.literal('.'), target: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).optional(),
  read_only: z.boolean().optional(),
});
const { qdrant, server, worker } = z
  .object({ services: z.object({ qdrant: service, server: service, worker: service }), volumes: z.unknown() })
  .parse(parse(read('compose.yaml'))).services;

/** All that are not about how the server is reached. */
const workerVariables = Object.fromEntries(
  Object.entries(allVariables.shape).filter(
    ([name]) => !(name in { ...serverVariables.shape, ...queryVariables.shape }),
  ),
);

const NOT_FOR_SERVER = {
  INDEX_PATH: 'the index is in Qdrant',
  SERVER_MODE: 'the image serves HTTP',
  HOST: 'the image listens on every address of the container',
  PORT: 'published and probed as 3000; another one outside is a matter of `ports`',
};
const NOT_FOR_WORKER = { INDEX_PATH: 'the index is in Qdrant' };

/** What this file decides by itself. */
const FIXED = ['SUPERVISE_QDRANT', 'QDRANT_URL', 'QDRANT_API_KEY'];

describe('compose.yaml', () => {
  test('runs the Qdrant that the server image holds', () => {
    expect(read('Dockerfile')).toContain(`QDRANT_IMAGE=${qdrant.image}\n`);
  });

  test('builds targets that the Dockerfile has', () => {
    for (const { build } of [server, worker]) expect(read('Dockerfile')).toContain(` AS ${build?.target}\n`);
  });

  test('sets only variables that the programs know', () => {
    const known = { ...allVariables.shape, SUPERVISE_QDRANT: true };
    const names = [server, worker].flatMap(({ environment }) => Object.keys(environment));
    expect(names.filter((name) => !(name in known))).toEqual([]);
  });

  test('gives the key that writes to the worker and to Qdrant alone, and the server neither it nor the GitHub token', () => {
    expect(worker.environment['QDRANT_API_KEY']).toContain('QDRANT_WRITE_KEY');
    expect(server.environment['QDRANT_API_KEY']).toContain('QDRANT_READ_KEY');
    expect(JSON.stringify(server)).not.toMatch(/WRITE_KEY|GITHUB_TOKEN/);
  });

  test('embeds questions as it embeds documents', () => {
    const embedding = (environment: Record<string, string>) =>
      Object.entries(environment).filter(
        ([name]) => /^(OPENAI|EMBEDDING|SYNC_SCHEDULE)/.test(name) && !(name in queryVariables.shape),
      );
    expect(embedding(server.environment)).toEqual(embedding(worker.environment));
    expect(embedding(server.environment)).toHaveLength(5);
  });

  test.each([
    ['server', server, serverProgramVariables.shape, NOT_FOR_SERVER],
    ['worker', worker, workerVariables, NOT_FOR_WORKER],
  ])('lets every setting of the %s be set', (_, { environment }, settings, exceptions) => {
    const missing = Object.keys(settings).filter((name) => !(name in environment));
    expect(missing.sort()).toEqual(Object.keys(exceptions).sort());
  });

  test('passes each setting on under its own name, and leaves it unset where nobody sets it', () => {
    const names = [server, worker].flatMap(({ environment }) => Object.entries(environment));
    const given = names.filter(([name]) => !FIXED.includes(name));
    expect(given.filter(([name, value]) => value !== `\${${name}:-}`)).toEqual([]);
  });

  test('publishes the server on loopback alone and Qdrant not at all', () => {
    expect(server.ports).toEqual([`127.0.0.1:3000:${allVariables.shape.PORT.parse(undefined)}`]);
    expect([qdrant.ports, worker.ports]).toEqual([undefined, undefined]);
  });

  test('lets the programs write nowhere but to /tmp', () => {
    expect([server.read_only, worker.read_only]).toEqual([true, true]);
    expect(worker.command).toEqual(['schedule']);
  });
});
