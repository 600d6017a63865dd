import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Copy, DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { z } from 'zod';
import { requireVersion } from '../../src/shared/index/qdrant/qdrant-node.ts';

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

/** Returns the text of all instructions of a stage and of the stages it is built on, base first. */
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

describe('Dockerfile', () => {
  test('dockerfile-utils finds no problem in the Dockerfile', () => {
    expect(validate(text)).toEqual([]);
  });

  const linter = 'hadolint';
  const testWithLinter = spawnSync(linter, ['--version']).error === undefined ? test : test.skip;
  testWithLinter('hadolint finds no problem in the Dockerfile (skipped if it is not installed)', () => {
    const { stdout, status } = spawnSync(linter, [fileURLToPath(new URL('Dockerfile', project))], {
      encoding: 'utf8',
    });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });

  test('the Dockerfile uses the Node version of the tests, on Debian 12', () => {
    const { devDependencies } = z
      .looseObject({ devDependencies: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')));
    expect(argument('NODE_IMAGE')).toBe(`node:${devDependencies.node}-bookworm-slim`);
  });

  test('the Dockerfile includes a supported Qdrant version, pinned by tag and optionally by digest', () => {
    const [, version] = /^qdrant\/qdrant:v(\d+\.\d+\.\d+)$/.exec(argument('QDRANT_IMAGE')) ?? [];
    expect(() => requireVersion({ version }, 'the image')).not.toThrow();
    expect(lineage('qdrant').join()).toMatch(
      /^FROM \$\{QDRANT_IMAGE\}\$\{QDRANT_DIGEST:\+@\}\$\{QDRANT_DIGEST\} AS qdrant$/,
    );
  });

  test.each([
    ['worker', 'as the user node', 'USER 1000'],
    ['server', 'as root, which gives Qdrant and the server their users', 'USER 0'],
  ])('the Dockerfile starts the %s %s, and no user but root owns anything but /data', (target, _, user) => {
    const lines = lineage(target);
    expect(lines.findLast((line) => line.startsWith('USER'))).toBe(user);
    expect(lines.filter((line) => /--chown|chown /.test(line))).toEqual([]);
    expect(lines).toContain('RUN install -d -o node -g node /data');
  });

  test("the Dockerfile copies neither the other program's code nor secrets into an image", () => {
    expect(lineage('worker').filter((line) => /server|qdrant/.test(line))).toEqual([]);
    expect(lineage('server').filter((line) => /dist\/worker|GITHUB/.test(line))).toEqual([]);
    expect(text).not.toMatch(/^(ARG|ENV).*(KEY|TOKEN|SECRET)/m);
  });

  test('the Dockerfile copies exactly the files that .dockerignore allows', () => {
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
    expect(allowed.filter((path) => !existsSync(new URL(path, project)))).toEqual([]);
  });
});
