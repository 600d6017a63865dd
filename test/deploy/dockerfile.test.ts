import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Copy, DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { z } from 'zod';
import { requireVersion } from '../../src/shared/index/qdrant/qdrant-connection.ts';

const project = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, project), 'utf8');
const text = read('Dockerfile');
const dockerfile = DockerfileParser.parse(text);
const argument = (name: string) =>
  dockerfile
    .getInitialARGs()
    .map((each) => each.getProperty())
    .find((property) => property?.getName() === name)
    ?.getValue() ?? '';

/** The instructions of a stage and of those it is built on, as they are written, base first. */
function lineage(stage: string): string[] {
  const from = dockerfile.getFROMs().find((each) => each.getBuildStage() === stage);
  if (from === undefined) return [];
  const instructions = dockerfile.getInstructions();
  const start = instructions.indexOf(from);
  const length = instructions.slice(start + 1).findIndex((each) => each.getKeyword() === 'FROM');
  return [
    ...lineage(from.getImage() ?? ''),
    ...instructions
      .slice(start, length === -1 ? undefined : start + 1 + length)
      .map((each) => each.getTextContent()),
  ];
}

describe('the Dockerfile', () => {
  test('has no fault that the parser finds', () => {
    expect(validate(text)).toEqual([]);
  });

  const linter = 'hadolint';
  const whereThereIsOne = spawnSync(linter, ['--version']).error === undefined ? test : test.skip;
  whereThereIsOne('has no fault that hadolint finds (skipped where there is none)', () => {
    const { stdout, status } = spawnSync(linter, [fileURLToPath(new URL('Dockerfile', project))], {
      encoding: 'utf8',
    });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });

  test('runs the Node that the tests run on, on Debian 12', () => {
    const { devDependencies } = z
      .looseObject({ devDependencies: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')));
    expect(argument('NODE_IMAGE')).toBe(`node:${devDependencies.node}-bookworm-slim`);
  });

  test('holds a Qdrant that has what the index asks of it, pinned by tag, and by digest where one is given', () => {
    const [, version] = /^qdrant\/qdrant:v(\d+\.\d+\.\d+)$/.exec(argument('QDRANT_IMAGE')) ?? [];
    expect(() => requireVersion({ version }, 'the image')).not.toThrow();
    expect(lineage('qdrant').join()).toMatch(
      /^FROM \$\{QDRANT_IMAGE\}\$\{QDRANT_DIGEST:\+@\}\$\{QDRANT_DIGEST\} AS qdrant$/,
    );
  });

  test.each(['server', 'worker'])(
    'runs the %s as a user that is not root and that owns nothing but /data',
    (target) => {
      const lines = lineage(target);
      expect(lines.findLast((line) => line.startsWith('USER'))).toBe('USER 1000');
      expect(lines.filter((line) => /--chown|chown /.test(line))).toEqual([]);
      expect(lines).toContain('RUN install -d -o node -g node /data');
    },
  );

  test('puts neither program’s code nor any secret into the other’s image', () => {
    expect(lineage('worker').filter((line) => /server|qdrant/.test(line))).toEqual([]);
    expect(lineage('server').filter((line) => /dist\/worker|GITHUB/.test(line))).toEqual([]);
    expect(text).not.toMatch(/^(ARG|ENV).*(KEY|TOKEN|SECRET)/m);
  });

  test('copies nothing from the project that .dockerignore keeps back', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = dockerfile
      .getInstructions()
      .filter((each) => each instanceof Copy)
      .filter((each) => each.getFlags().length === 0)
      .flatMap((each) =>
        each
          .getArguments()
          .slice(0, -1)
          .map((operand) => operand.getValue()),
      );
    expect(new Set(copied)).toEqual(new Set(allowed));
    expect(readdirSync(project)).toEqual(expect.arrayContaining(allowed));
  });
});
