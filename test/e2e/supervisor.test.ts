import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { type Supervised, supervise } from '../support/supervised.ts';

const script = fileURLToPath(new URL('../../supervisor.sh', import.meta.url));
const realQdrant = process.env['QDRANT_BIN'];
const onLinux = process.platform === 'linux' ? describe : describe.skip;

async function environmentOf(url: string): Promise<Record<string, string>> {
  return (await (await fetch(`${url}/environment`)).json()) as Record<string, string>;
}

/** Waits until both programs serve. */
async function serving(machine: Supervised): Promise<void> {
  await machine.line(/stub server \d+ listens/);
}

onLinux('the supervisor starts', () => {
  test('Qdrant first, and the server once Qdrant is ready', async () => {
    await using machine = await supervise();
    await serving(machine);
    const place = (line: RegExp) => machine.lines.findIndex((text) => line.test(text));
    expect(place(/^\[qdrant\] stub Qdrant \d+ listens$/)).not.toBe(-1);
    expect(place(/^\[supervisor\] Qdrant is ready$/)).not.toBe(-1);
    expect(place(/^\[server\] stub server \d+ listens$/)).toBeGreaterThan(place(/Qdrant is ready/));
  });

  test('no server, and ends with 1, when Qdrant does not get ready in time', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'unready', STARTUP_TIMEOUT: '1' });
    expect(await machine.ended()).toBe(1);
    expect(machine.lines).toContain(
      '[supervisor] Qdrant was not ready within 1 s (STARTUP_TIMEOUT): its log above says why',
    );
    expect(machine.lines.filter((line) => line.startsWith('[server]'))).toEqual([]);
    expect(await machine.survivors()).toEqual([]);
  });

  test('no server, and ends with 1, when Qdrant accepts connections and never answers', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'unresponsive', STARTUP_TIMEOUT: '1' });
    expect(await machine.ended()).toBe(1);
    expect(machine.lines.join('\n')).toContain('was not ready within 1 s');
    expect(await machine.survivors()).toEqual([]);
  });

  test('no server, and ends with 1 at once, when Qdrant ends before it is ready', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'broken' });
    expect(await machine.ended()).toBe(1);
    expect(machine.lines).toContain('[qdrant] stub Qdrant cannot read its storage');
    expect(machine.lines).toContain('[supervisor] Qdrant ended with code 3 before it was ready');
  });

  test('the server alone when Qdrant is elsewhere', async () => {
    await using machine = await supervise({
      SUPERVISE_QDRANT: 'false',
      QDRANT_URL: 'http://qdrant.example:6333',
      QDRANT_BIN: '/nonexistent',
    });
    await serving(machine);
    expect((await environmentOf(machine.serverUrl))['QDRANT_URL']).toBe('http://qdrant.example:6333');
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(machine.lines.filter((line) => line.startsWith('[qdrant]'))).toEqual([]);
  });
});

onLinux('the supervisor gives each program', () => {
  test('the settings and keys that are its own, and no others', async () => {
    const secrets = {
      QDRANT__SERVICE__API_KEY: 'writes',
      QDRANT__SERVICE__READ_ONLY_API_KEY: 'reads',
      OPENAI_API_KEY: 'embeds',
      MCP_AUTH_TOKEN: 'asks',
      GITHUB_TOKEN: 'fetches',
    };
    await using machine = await supervise(secrets);
    await serving(machine);

    const server = await environmentOf(machine.serverUrl);
    expect(server).toMatchObject({
      QDRANT_URL: `http://127.0.0.1:${machine.qdrantPort}`,
      QDRANT_API_KEY: 'reads',
      OPENAI_API_KEY: 'embeds',
      MCP_AUTH_TOKEN: 'asks',
    });
    expect(Object.values(server)).not.toContain('writes');
    expect(server).not.toHaveProperty('GITHUB_TOKEN');
    expect(Object.keys(server).filter((name) => /^QDRANT(__|_BIN|_INIT)/.test(name))).toEqual([]);

    const qdrant = await environmentOf(`http://127.0.0.1:${machine.qdrantPort}`);
    expect(qdrant).toMatchObject({
      QDRANT__SERVICE__API_KEY: 'writes',
      QDRANT__SERVICE__READ_ONLY_API_KEY: 'reads',
    });
    for (const name of ['OPENAI_API_KEY', 'MCP_AUTH_TOKEN', 'GITHUB_TOKEN', 'QDRANT_API_KEY']) {
      expect(qdrant).not.toHaveProperty(name);
    }
    expect(machine.lines.join('\n')).not.toMatch(/writes|embeds|fetches/);
  });

  test.each([
    ['no key to read with', { QDRANT__SERVICE__API_KEY: 'k' }, 'the server has no key to read with'],
    [
      'the key that writes',
      { QDRANT__SERVICE__API_KEY: 'k', QDRANT_API_KEY: 'k' },
      'the server must not hold the key that writes',
    ],
    [
      'the second key that writes',
      { QDRANT__SERVICE__API_KEY: 'k', QDRANT__SERVICE__ALT_API_KEY: 'new', QDRANT_API_KEY: 'new' },
      'the server must not hold the key that writes',
    ],
    ['a start-up timeout that is no number', { STARTUP_TIMEOUT: 'soon' }, 'STARTUP_TIMEOUT must be a whole'],
    ['no program to run as Qdrant', { QDRANT_BIN: '/nonexistent' }, 'no program /nonexistent (QDRANT_BIN)'],
    ['neither yes nor no', { SUPERVISE_QDRANT: 'maybe' }, 'SUPERVISE_QDRANT must be true or false'],
  ])('nothing, and ends with 2, when it is given %s', async (_, environment, complaint) => {
    await using machine = await supervise(environment);
    expect(await machine.ended()).toBe(2);
    expect(machine.lines.join('\n')).toContain(complaint);
    expect(machine.lines.filter((line) => !line.startsWith('[supervisor]'))).toEqual([]);
  });

  test('nothing, and ends with 2, when it is given no server', () => {
    const { status, stderr } = spawnSync(script, [], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: '[supervisor] usage: supervisor.sh COMMAND [ARGUMENT…]\n',
    });
  });

  test('a warning when Qdrant has no key', async () => {
    await using machine = await supervise();
    expect(await machine.line(/has no key/)).toContain('QDRANT__SERVICE__API_KEY');
  });
});

onLinux('when Qdrant dies, the supervisor', () => {
  test('stops the server and ends with 1', async () => {
    await using machine = await supervise();
    await serving(machine);
    process.kill(await machine.pid('Qdrant'), 'SIGKILL');
    expect(await machine.ended()).toBe(1);
    expect(machine.lines).toContain('[supervisor] Qdrant ended with code 137');
    expect(machine.lines.join('\n')).toContain('[server] stub server exits');
    expect(await machine.survivors()).toEqual([]);
  });
});

onLinux('when the server dies, the supervisor', () => {
  test('starts it again beside the same Qdrant, as often as its budget allows, then ends with 1', async () => {
    await using machine = await supervise({ SERVER_RESTARTS: '2' });
    const qdrant = await machine.pid('Qdrant');
    for (const life of [1, 2, 3]) {
      const server = await machine.pid('server', life);
      expect(() => process.kill(qdrant, 0)).not.toThrow();
      process.kill(server, 'SIGKILL');
    }
    expect(await machine.ended()).toBe(1);
    expect(machine.lines.filter((line) => /server ended/.test(line))).toEqual([
      '[supervisor] the server ended with code 137: restart 1 of 2',
      '[supervisor] the server ended with code 137: restart 2 of 2',
      '[supervisor] the server ended with code 137, after 2 restarts within 300 s (SERVER_RESTARTS)',
    ]);
    expect(machine.lines.join('\n')).toContain('[qdrant] stub Qdrant got SIGTERM');
    expect(await machine.survivors()).toEqual([]);
  });

  test('counts only the restarts of the last SERVER_RESTART_WINDOW seconds', async () => {
    await using machine = await supervise({ SERVER_RESTARTS: '1', SERVER_RESTART_WINDOW: '0' });
    for (const life of [1, 2, 3]) process.kill(await machine.pid('server', life), 'SIGKILL');
    await machine.pid('server', 4);
    expect(machine.process.exitCode).toBeNull();
  });

  test('ends with 1 also when it died without an error, for nobody asked it to', async () => {
    await using machine = await supervise({ SERVER_RESTARTS: '0' });
    await serving(machine);
    await fetch(`${machine.serverUrl}/exit?code=0`).catch(() => undefined);
    expect(await machine.ended()).toBe(1);
    expect(machine.lines.join('\n')).toContain('the server ended with code 0, after 0 restarts');
  });

  test('ends with 2 and restarts nothing when its settings are wrong', async () => {
    await using machine = await supervise({ STUB_SERVER: 'misconfigured' });
    expect(await machine.ended()).toBe(2);
    expect(machine.lines).toContain('[server] one setting is wrong');
    expect(machine.lines.filter((line) => /restart \d/.test(line))).toEqual([]);
    expect(await machine.survivors()).toEqual([]);
  });

  test('clears away what it had started', async () => {
    await using machine = await supervise({ STUB_SERVER: 'parent', SERVER_RESTARTS: '1' });
    for (const life of [1, 2]) process.kill(await machine.pid('server', life), 'SIGKILL');
    expect(await machine.ended()).toBe(1);
    expect(await machine.survivors()).toEqual([]);
  });
});

onLinux('told to stop, the supervisor', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s lets the server complete its requests, then stops Qdrant, and ends with 0',
    async (signal) => {
      await using machine = await supervise();
      await serving(machine);
      const slow = fetch(`${machine.serverUrl}/slow`).then((response) => response.text());
      await machine.line(/works on a slow request/);
      machine.signal(signal);
      expect(await slow).toBe('completed');
      expect(await machine.ended()).toBe(0);
      expect(machine.lines).toContain(`[supervisor] ${signal}: the server ends first, then Qdrant`);
      const at = (line: RegExp) => Number(machine.lines.map((text) => line.exec(text)?.[1]).find(Boolean));
      expect(at(/^\[qdrant\] .* got SIGTERM at (\d+)$/)).toBeGreaterThanOrEqual(
        at(/^\[server\] stub server exits at (\d+)$/),
      );
      expect(await machine.survivors()).toEqual([]);
    },
  );

  test('while Qdrant starts, ends with 0 and never starts the server', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'unready' });
    await machine.line(/stub Qdrant \d+ listens/);
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(machine.lines.join('\n')).toContain('[qdrant] stub Qdrant got SIGTERM');
    expect(machine.lines.filter((line) => line.startsWith('[server]'))).toEqual([]);
    expect(await machine.survivors()).toEqual([]);
  });

  test('while Qdrant accepts connections without answering, ends with 0', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'unresponsive' });
    await machine.line(/leaves a request unanswered/);
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(await machine.survivors()).toEqual([]);
  });

  test('also when nobody reads its log any more, leaves nothing behind', async () => {
    await using machine = await supervise();
    await serving(machine);
    machine.process.stdout?.destroy();
    machine.process.stderr?.destroy();
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(await machine.survivors()).toEqual([]);
  });

  test('kills what does not end in time, and passes a repeated signal on only once', async () => {
    await using machine = await supervise({
      STUB_SERVER: 'ignores-sigterm',
      STUB_QDRANT: 'ignores-sigterm',
      STOP_TIMEOUT: '1',
    });
    await serving(machine);
    machine.signal('SIGTERM');
    await machine.line(/stub server got SIGTERM/);
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(
      machine.lines
        .filter((line) => /got SIGTERM|is killed/.test(line))
        .map((line) => line.replace(/ at \d+$/, '')),
    ).toEqual([
      '[server] stub server got SIGTERM',
      '[supervisor] the server did not end within 1 s (STOP_TIMEOUT) and is killed',
      '[qdrant] stub Qdrant got SIGTERM',
      '[supervisor] Qdrant did not end within 1 s (STOP_TIMEOUT) and is killed',
    ]);
    expect(await machine.survivors()).toEqual([]);
  });
});

onLinux('supervisor.sh --healthy', () => {
  test('ends with 0 while the server answers /health with 200, with 1 otherwise', async () => {
    await using machine = await supervise();
    await serving(machine);
    const env = { PATH: process.env['PATH'], PORT: new URL(machine.serverUrl).port };
    expect(spawnSync(script, ['--healthy'], { env }).status).toBe(0);
    machine.signal('SIGTERM');
    await machine.ended();
    expect(spawnSync(script, ['--healthy'], { env }).status).toBe(1);
  });
});

const withQdrant = realQdrant === undefined || realQdrant === '' ? describe.skip : onLinux;
withQdrant(`the supervisor with the Qdrant of QDRANT_BIN${realQdrant ? '' : ' (unset: skipped)'}`, () => {
  const environment = { QDRANT_BIN: realQdrant ?? '' };

  test('starts the server once it is ready and stops both on SIGTERM', async () => {
    await using machine = await supervise(environment);
    await serving(machine);
    expect((await fetch(`http://127.0.0.1:${machine.qdrantPort}/readyz`)).status).toBe(200);
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(machine.lines.filter((line) => line.includes('is killed'))).toEqual([]);
    expect(await machine.survivors()).toEqual([]);
  });

  test('ends with 1 when its storage cannot be read', async () => {
    await using machine = await supervise({
      ...environment,
      QDRANT__STORAGE__STORAGE_PATH: '/dev/null/storage',
    });
    expect(await machine.ended()).toBe(1);
    expect(machine.lines.join('\n')).toMatch(/Qdrant ended with code \d+ before it was ready/);
    expect(await machine.survivors()).toEqual([]);
  });

  test('stops the server and ends with 1 when it dies', async () => {
    await using machine = await supervise(environment);
    await serving(machine);
    const children = execFileSync('pgrep', ['-P', String(machine.process.pid), '-x', 'qdrant'], {
      encoding: 'utf8',
    });
    process.kill(Number(children), 'SIGKILL');
    expect(await machine.ended()).toBe(1);
    expect(await machine.survivors()).toEqual([]);
  });
});

const shellcheck = ['/usr/bin/shellcheck', '/usr/local/bin/shellcheck'].find((path) => existsSync(path));
(shellcheck === undefined ? test.skip : test)('shellcheck finds nothing to say about the supervisor', () => {
  const { stdout, status } = spawnSync(shellcheck ?? '', [script], { encoding: 'utf8' });
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});
