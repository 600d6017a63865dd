import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { allVariables } from '../../src/shared/config/variables.ts';
import { flyKeys, unknownKeys } from './fly-keys.ts';

const settings = z.looseObject({
  app: z.string(),
  primary_region: z.string(),
  kill_signal: z.string(),
  kill_timeout: z.string().regex(/^\d+s$/),
  build: z.object({ dockerfile: z.string(), 'build-target': z.string() }),
  env: z.record(z.string(), z.string()),
  restart: z.array(z.object({ policy: z.string() })),
});
const serviceSettings = settings.extend({
  mounts: z.array(z.looseObject({ destination: z.string(), snapshot_retention: z.number() })),
  http_service: z.looseObject({
    internal_port: z.number(),
    auto_stop_machines: z.string(),
    checks: z.array(
      z.object({
        path: z.string(),
        method: z.string(),
        grace_period: z.string(),
        interval: z.string(),
        timeout: z.string(),
      }),
    ),
  }),
  metrics: z.array(z.object({ port: z.number(), path: z.string() })),
});

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const table = (name: string) => parse(read(name));
const seconds = (duration: string | undefined) => Number.parseInt(duration ?? '', 10);

const server = serviceSettings.parse(table('fly.toml'));
const worker = settings.parse(table('fly.worker.toml'));
const defaultPort = allVariables.shape.PORT.parse(undefined);
const supervisor = read('supervisor.sh');
const supervisorDefault = (name: string) =>
  Number(new RegExp(`\\$\\{${name}:-(\\d+)\\}`).exec(supervisor)?.[1]);

describe.each(['fly.toml', 'fly.worker.toml'])('%s', (name) => {
  test('has no key that Fly would ignore', () => {
    expect(unknownKeys(table(name), flyKeys)).toEqual([]);
  });

  test('sets only variables that a program or Qdrant knows', () => {
    const names = Object.keys(settings.parse(table(name)).env).filter((each) => !each.startsWith('QDRANT__'));
    expect(names.filter((each) => !(each in allVariables.shape))).toEqual([]);
  });

  test('sets valid values, and no secret', () => {
    for (const [variable, value] of Object.entries(settings.parse(table(name)).env)) {
      const schema = (allVariables.shape as Record<string, z.ZodType | undefined>)[variable];
      expect(schema === undefined || schema.safeParse(value).success).toBe(true);
      expect(schema?.meta()?.['secret'] ?? false).toBe(false);
    }
  });

  test('stops its program with the signal that it takes as a wish to end', () => {
    expect(settings.parse(table(name)).kill_signal).toBe('SIGTERM');
  });

  test('builds a target that the Dockerfile has', () => {
    const { build } = settings.parse(table(name));
    expect(read(build.dockerfile)).toContain(` AS ${build['build-target']}\n`);
  });
});

test('a key of one section is not taken for a key of another', () => {
  expect(
    unknownKeys({ app: 'a', schedule: 'hourly', http_service: { checks: [{ paht: '/' }] } }, flyKeys),
  ).toEqual(['schedule', 'http_service.checks.paht']);
});

describe('the server machine', () => {
  test('serves the port that the server and the image listen on', () => {
    expect(server.http_service.internal_port).toBe(defaultPort);
    expect(server.metrics.map(({ port }) => port)).toEqual([defaultPort]);
    expect(read('Dockerfile')).toContain(`PORT=${defaultPort} `);
    expect(read('Dockerfile')).toContain(`EXPOSE ${defaultPort}\n`);
  });

  test('is reached at the address it is told to be its own', () => {
    expect(server.env['PUBLIC_URL']).toBe(`https://${server.app}.fly.dev`);
    expect(server.env['TRUST_PROXY']).toBe('true');
  });

  test('keeps Qdrant where the image tells it to write, on a volume with snapshots', () => {
    const [mount] = server.mounts;
    expect(read('Dockerfile')).toContain(`QDRANT__STORAGE__STORAGE_PATH=${mount?.destination}/`);
    expect(mount?.snapshot_retention).toBeGreaterThanOrEqual(7);
  });

  test('makes no port public but that of the server', () => {
    expect(server['services']).toBeUndefined();
    expect(server.env['QDRANT__SERVICE__HOST']).toBe('::');
  });

  test('never stops for want of visitors, and is started again when the supervisor gives up', () => {
    expect(server.http_service.auto_stop_machines).toBe('off');
    expect(server.restart).toEqual([{ policy: 'always' }]);
  });

  test('gives the supervisor time to start both programs before it is checked, and to stop both before it is killed', () => {
    const [check] = server.http_service.checks;
    expect(seconds(check?.grace_period)).toBeGreaterThan(supervisorDefault('STARTUP_TIMEOUT'));
    expect(seconds(server.kill_timeout)).toBeGreaterThan(2 * supervisorDefault('STOP_TIMEOUT'));
  });

  test('is checked at /health, with more patience than the deadline of 3 s that /health keeps', () => {
    const [check] = server.http_service.checks;
    expect(check).toMatchObject({ method: 'GET', path: '/health' });
    expect(seconds(check?.timeout)).toBeGreaterThan(3);
  });
});

describe('the worker machine', () => {
  test('is another app, so that its secrets are not the server’s', () => {
    expect(worker.app).not.toBe(server.app);
    expect(worker.primary_region).toBe(server.primary_region);
  });

  test('reaches the Qdrant of the server machine over the private network', () => {
    expect(worker.env['QDRANT_URL']).toBe(`http://${server.app}.internal:6333`);
  });

  test('has no service and is not restarted when a run fails: the next run is the retry', () => {
    expect(Object.keys(worker).filter((key) => /service|checks|mounts/.test(key))).toEqual([]);
    expect(worker.restart).toEqual([{ policy: 'never' }]);
  });
});
