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
  test(`${name} contains no key that Fly ignores`, () => {
    expect(unknownKeys(table(name), flyKeys)).toEqual([]);
  });

  test(`${name} sets only variables that a program or Qdrant reads`, () => {
    const names = Object.keys(settings.parse(table(name)).env).filter((each) => !each.startsWith('QDRANT__'));
    expect(names.filter((each) => !(each in allVariables.shape))).toEqual([]);
  });

  test(`${name} sets valid values and no secrets`, () => {
    for (const [variable, value] of Object.entries(settings.parse(table(name)).env)) {
      const schema = (allVariables.shape as Record<string, z.ZodType | undefined>)[variable];
      expect(schema === undefined || schema.safeParse(value).success).toBe(true);
      expect(schema?.meta()?.['secret'] ?? false).toBe(false);
    }
  });

  test(`${name} stops its program with SIGTERM`, () => {
    expect(settings.parse(table(name)).kill_signal).toBe('SIGTERM');
  });

  test(`${name} builds a target that the Dockerfile contains`, () => {
    const { build } = settings.parse(table(name));
    expect(read(build.dockerfile)).toContain(` AS ${build['build-target']}\n`);
  });
});

test('unknownKeys() reports a key in the wrong section', () => {
  expect(
    unknownKeys({ app: 'a', schedule: 'hourly', http_service: { checks: [{ paht: '/' }] } }, flyKeys),
  ).toEqual(['schedule', 'http_service.checks.paht']);
});

describe('fly.toml: the server machine', () => {
  test('fly.toml uses the port that the server and the image listen on', () => {
    expect(server.http_service.internal_port).toBe(defaultPort);
    expect(server.metrics.map(({ port }) => port)).toEqual([defaultPort]);
    expect(read('Dockerfile')).toContain(`PORT=${defaultPort} `);
    expect(read('Dockerfile')).toContain(`EXPOSE ${defaultPort}\n`);
  });

  test('fly.toml sets PUBLIC_URL to the address of the app', () => {
    expect(server.env['PUBLIC_URL']).toBe(`https://${server.app}.fly.dev`);
    expect(server.env['TRUST_PROXY']).toBe('true');
  });

  test('fly.toml mounts a volume with snapshots where the image stores the Qdrant data', () => {
    const [mount] = server.mounts;
    expect(read('Dockerfile')).toContain(`QDRANT__STORAGE__STORAGE_PATH=${mount?.destination}/`);
    expect(mount?.snapshot_retention).toBeGreaterThanOrEqual(7);
  });

  test('fly.toml makes only the port of the server public', () => {
    expect(server['services']).toBeUndefined();
    expect(server.env['QDRANT__SERVICE__HOST']).toBe('::');
  });

  test('fly.toml never stops an idle machine, and restarts it when the supervisor exits', () => {
    expect(server.http_service.auto_stop_machines).toBe('off');
    expect(server.restart).toEqual([{ policy: 'always' }]);
  });

  test('fly.toml gives the supervisor time to start both programs before the first check, and to stop both before it is killed', () => {
    const [check] = server.http_service.checks;
    expect(seconds(check?.grace_period)).toBeGreaterThan(supervisorDefault('STARTUP_TIMEOUT'));
    expect(seconds(server.kill_timeout)).toBeGreaterThan(2 * supervisorDefault('STOP_TIMEOUT'));
  });

  test('fly.toml checks /health with a timeout longer than its deadline of 3 s', () => {
    const [check] = server.http_service.checks;
    expect(check).toMatchObject({ method: 'GET', path: '/health' });
    expect(seconds(check?.timeout)).toBeGreaterThan(3);
  });
});

describe('fly.worker.toml: the worker machine', () => {
  test('fly.worker.toml is a separate app, so that it has its own secrets', () => {
    expect(worker.app).not.toBe(server.app);
    expect(worker.primary_region).toBe(server.primary_region);
  });

  test('fly.worker.toml connects to Qdrant on the server machine over the private network', () => {
    expect(worker.env['QDRANT_URL']).toBe(`http://${server.app}.internal:6333`);
  });

  test('fly.worker.toml has no service, and does not restart the worker after a failed run', () => {
    expect(Object.keys(worker).filter((key) => /service|checks|mounts/.test(key))).toEqual([]);
    expect(worker.restart).toEqual([{ policy: 'never' }]);
  });
});
