import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

onLinux('supervisor: start', () => {
  test('the supervisor starts Qdrant first, and the server once Qdrant is ready', async () => {
    await using machine = await supervise();
    await serving(machine);
    const place = (line: RegExp) => machine.lines.findIndex((text) => line.test(text));
    expect(place(/^\[qdrant\] stub Qdrant \d+ listens$/)).not.toBe(-1);
    expect(place(/^\[supervisor\] Qdrant is ready$/)).not.toBe(-1);
    expect(place(/^\[server\] stub server \d+ listens$/)).toBeGreaterThan(place(/Qdrant is ready/));
  });

  test('the supervisor exits with code 1 without starting the server if Qdrant is not ready in time', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'unready', STARTUP_TIMEOUT: '1' });
    expect(await machine.ended()).toBe(1);
    expect(machine.lines).toContain(
      '[supervisor] Qdrant was not ready within 1 s (STARTUP_TIMEOUT); its log above may say why',
    );
    expect(machine.lines.filter((line) => line.startsWith('[server]'))).toEqual([]);
    expect(await machine.survivors()).toEqual([]);
  });

  test('the supervisor exits with code 1 without starting the server if Qdrant accepts connections and never responds', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'unresponsive', STARTUP_TIMEOUT: '1' });
    expect(await machine.ended()).toBe(1);
    expect(machine.lines.join('\n')).toContain('was not ready within 1 s');
    expect(await machine.survivors()).toEqual([]);
  });

  test('the supervisor exits with code 1 at once if Qdrant exits before it is ready', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'broken' });
    expect(await machine.ended()).toBe(1);
    expect(machine.lines).toContain('[qdrant] stub Qdrant cannot read its storage');
    expect(machine.lines).toContain('[supervisor] Qdrant exited with code 3 before it was ready');
  });

  test('the supervisor starts only the server if SUPERVISE_QDRANT is false', async () => {
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

onLinux('supervisor: environment', () => {
  test('the supervisor gives each program only its own settings and keys', async () => {
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
    ['a server without a read key', { QDRANT__SERVICE__API_KEY: 'k' }, 'the server has no read-only key'],
    [
      'a server with the write key',
      { QDRANT__SERVICE__API_KEY: 'k', QDRANT_API_KEY: 'k' },
      'the server must not have the read-write key',
    ],
    [
      'a server with the second write key',
      { QDRANT__SERVICE__API_KEY: 'k', QDRANT__SERVICE__ALT_API_KEY: 'new', QDRANT_API_KEY: 'new' },
      'the server must not have the read-write key',
    ],
    [
      'a STARTUP_TIMEOUT that is not a number',
      { STARTUP_TIMEOUT: 'soon' },
      'STARTUP_TIMEOUT must be a whole',
    ],
    [
      'a QDRANT_BIN that does not exist',
      { QDRANT_BIN: '/nonexistent' },
      'program not found: /nonexistent (QDRANT_BIN)',
    ],
    [
      'SUPERVISE_QDRANT that is neither true nor false',
      { SUPERVISE_QDRANT: 'maybe' },
      'SUPERVISE_QDRANT must be true or false',
    ],
  ])('the supervisor exits with code 2 and starts nothing for %s', async (_, environment, complaint) => {
    await using machine = await supervise(environment);
    expect(await machine.ended()).toBe(2);
    expect(machine.lines.join('\n')).toContain(complaint);
    expect(machine.lines.filter((line) => !line.startsWith('[supervisor]'))).toEqual([]);
  });

  test('the supervisor exits with code 2 without a server command', () => {
    const { status, stderr } = spawnSync(script, [], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: '[supervisor] usage: supervisor.sh COMMAND [ARGUMENT…]\n',
    });
  });

  test('the supervisor warns if Qdrant has no API key', async () => {
    await using machine = await supervise();
    expect(await machine.line(/has no key/)).toContain('QDRANT__SERVICE__API_KEY');
  });
});

/** Why the supervisor cannot be tested with users of its own here; null if it can. */
function reasonAgainstUsers(): string | null {
  if (process.getuid?.() !== 0) return 'the tests do not run as root';
  const read = ['--reuid=1000', '--regid=1000', '--clear-groups', 'test', '-r', import.meta.filename];
  return spawnSync('setpriv', read).status === 0 ? null : 'other users cannot read this checkout';
}

const reason = reasonAgainstUsers();
const asRoot = reason === null ? onLinux : describe.skip;
asRoot(`supervisor: users${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  const SEPARATE_USERS = 'true';

  /** What a process of a user can read of the environment of another process. */
  const environmentFor = (uid: number, pid: number) => {
    const { stdout } = spawnSync(
      'setpriv',
      [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', 'cat', `/proc/${pid}/environ`],
      {
        encoding: 'utf8',
      },
    );
    return stdout.split('\0');
  };
  const field = (pid: number, name: string) =>
    new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];

  test('as root, the supervisor runs Qdrant and the server as two users without capabilities, and neither reads the keys of the other', async () => {
    await using machine = await supervise({
      SEPARATE_USERS,
      MCP_AUTH_TOKEN: 'asks',
      OPENAI_API_KEY: 'embeds',
    });
    await serving(machine);
    const [qdrant, server] = [await machine.pid('Qdrant'), await machine.pid('server')];
    const [supervisor = 0] = [machine.process.pid];
    expect([field(qdrant, 'Uid'), field(server, 'Uid')]).toEqual(['1001', '1000']);
    for (const pid of [qdrant, server]) {
      expect([field(pid, 'Gid'), field(pid, 'NoNewPrivs')]).toEqual([field(pid, 'Uid'), '1']);
      for (const set of ['CapEff', 'CapPrm', 'CapBnd']) expect(field(pid, set)).toMatch(/^0+$/);
    }
    expect(environmentFor(1000, server)).toContain('MCP_AUTH_TOKEN=asks');
    for (const [uid, pid] of [
      [1001, server],
      [1001, supervisor],
      [1000, qdrant],
      [1000, supervisor],
    ] as const) {
      expect(environmentFor(uid, pid)).toEqual(['']);
    }
  });

  test.each([
    ['one user for both', { QDRANT_USER: '1000' }, 'QDRANT_USER and SERVER_USER must differ'],
    ['root as a user', { SERVER_USER: '0' }, 'must be the numbers of users that are not root'],
    [
      'a name instead of a number',
      { QDRANT_USER: 'qdrant' },
      'must be the numbers of users that are not root',
    ],
  ])('as root, the supervisor exits with code 2 for %s', async (_, environment, complaint) => {
    await using machine = await supervise({ SEPARATE_USERS, ...environment });
    expect(await machine.ended()).toBe(2);
    expect(machine.lines.join('\n')).toContain(complaint);
  });

  test('as root, the supervisor runs both programs as root if it is told not to separate them', async () => {
    await using machine = await supervise({ SEPARATE_USERS: 'false' });
    await serving(machine);
    expect(field(await machine.pid('server'), 'Uid')).toBe('0');
  });
});

onLinux('supervisor: Qdrant exits', () => {
  test('the supervisor stops the server and exits with code 1 if Qdrant is killed', async () => {
    await using machine = await supervise();
    await serving(machine);
    process.kill(await machine.pid('Qdrant'), 'SIGKILL');
    expect(await machine.ended()).toBe(1);
    expect(machine.lines).toContain('[supervisor] Qdrant exited with code 137');
    expect(machine.lines.join('\n')).toContain('[server] stub server exits');
    expect(await machine.survivors()).toEqual([]);
  });
});

onLinux('supervisor: server exits', () => {
  test('the supervisor restarts the server next to the same Qdrant up to SERVER_RESTARTS times, then exits with code 1', async () => {
    await using machine = await supervise({ SERVER_RESTARTS: '2' });
    const qdrant = await machine.pid('Qdrant');
    for (const life of [1, 2, 3]) {
      const server = await machine.pid('server', life);
      expect(() => process.kill(qdrant, 0)).not.toThrow();
      process.kill(server, 'SIGKILL');
    }
    expect(await machine.ended()).toBe(1);
    expect(machine.lines.filter((line) => /server exited/.test(line))).toEqual([
      '[supervisor] the server exited with code 137: restart 1 of 2',
      '[supervisor] the server exited with code 137: restart 2 of 2',
      '[supervisor] the server exited with code 137, after 2 restarts within 300 s (SERVER_RESTARTS)',
    ]);
    expect(machine.lines.join('\n')).toContain('[qdrant] stub Qdrant got SIGTERM');
    expect(await machine.survivors()).toEqual([]);
  });

  test('the supervisor counts only the restarts of the last SERVER_RESTART_WINDOW seconds', async () => {
    await using machine = await supervise({ SERVER_RESTARTS: '1', SERVER_RESTART_WINDOW: '0' });
    for (const life of [1, 2, 3]) process.kill(await machine.pid('server', life), 'SIGKILL');
    await machine.pid('server', 4);
    expect(machine.process.exitCode).toBeNull();
  });

  test('the supervisor exits with code 1 even if the server exited with code 0 unasked', async () => {
    await using machine = await supervise({ SERVER_RESTARTS: '0' });
    await serving(machine);
    await fetch(`${machine.serverUrl}/exit?code=0`).catch(() => undefined);
    expect(await machine.ended()).toBe(1);
    expect(machine.lines.join('\n')).toContain('the server exited with code 0, after 0 restarts');
  });

  test('the supervisor exits with code 2 without a restart if the settings of the server are wrong', async () => {
    await using machine = await supervise({ STUB_SERVER: 'misconfigured' });
    expect(await machine.ended()).toBe(2);
    expect(machine.lines).toContain('[server] one setting is wrong');
    expect(machine.lines.filter((line) => /restart \d/.test(line))).toEqual([]);
    expect(await machine.survivors()).toEqual([]);
  });

  test('the supervisor kills the processes that a killed server left behind', async () => {
    await using machine = await supervise({ STUB_SERVER: 'parent', SERVER_RESTARTS: '1' });
    for (const life of [1, 2]) process.kill(await machine.pid('server', life), 'SIGKILL');
    expect(await machine.ended()).toBe(1);
    expect(await machine.survivors()).toEqual([]);
  });
});

onLinux('supervisor: stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'the supervisor lets the server complete its requests on %s, then stops Qdrant and exits with code 0',
    async (signal) => {
      await using machine = await supervise();
      await serving(machine);
      const slow = fetch(`${machine.serverUrl}/slow`).then((response) => response.text());
      await machine.line(/works on a slow request/);
      machine.signal(signal);
      expect(await slow).toBe('completed');
      expect(await machine.ended()).toBe(0);
      expect(machine.lines).toContain(`[supervisor] ${signal}: stopping the server, then Qdrant`);
      const at = (line: RegExp) => Number(machine.lines.map((text) => line.exec(text)?.[1]).find(Boolean));
      expect(at(/^\[qdrant\] .* got SIGTERM at (\d+)$/)).toBeGreaterThanOrEqual(
        at(/^\[server\] stub server exits at (\d+)$/),
      );
      expect(await machine.survivors()).toEqual([]);
    },
  );

  test('the supervisor exits with code 0 and never starts the server if it is stopped while Qdrant starts', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'unready' });
    await machine.line(/stub Qdrant \d+ listens/);
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(machine.lines.join('\n')).toContain('[qdrant] stub Qdrant got SIGTERM');
    expect(machine.lines.filter((line) => line.startsWith('[server]'))).toEqual([]);
    expect(await machine.survivors()).toEqual([]);
  });

  test('the supervisor exits with code 0 if it is stopped while Qdrant accepts connections without responding', async () => {
    await using machine = await supervise({ STUB_QDRANT: 'unresponsive' });
    await machine.line(/leaves a request unanswered/);
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(await machine.survivors()).toEqual([]);
  });

  test('the supervisor leaves no process behind even if its output is closed', async () => {
    await using machine = await supervise();
    await serving(machine);
    machine.process.stdout?.destroy();
    machine.process.stderr?.destroy();
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(await machine.survivors()).toEqual([]);
  });

  test('the supervisor kills programs that do not exit in time, and forwards a repeated signal only once', async () => {
    await using machine = await supervise({
      STUB_SERVER: 'ignores-sigterm',
      STUB_QDRANT: 'ignores-sigterm',
      STOP_TIMEOUT: '3',
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
      '[supervisor] the server did not exit within 3 s (STOP_TIMEOUT) and is killed',
      '[qdrant] stub Qdrant got SIGTERM',
      '[supervisor] Qdrant did not exit within 3 s (STOP_TIMEOUT) and is killed',
    ]);
    expect(await machine.survivors()).toEqual([]);
  });
});

onLinux('supervisor.sh --healthy', () => {
  test('supervisor.sh --healthy exits with code 0 while /health responds 200, and with code 1 otherwise', async () => {
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
withQdrant(`supervisor: real Qdrant${realQdrant ? '' : ' (skipped: QDRANT_BIN is not set)'}`, () => {
  const environment = { QDRANT_BIN: realQdrant ?? '' };

  test('the supervisor starts the server once the real Qdrant is ready and stops both on SIGTERM', async () => {
    await using machine = await supervise(environment);
    await serving(machine);
    expect((await fetch(`http://127.0.0.1:${machine.qdrantPort}/readyz`)).status).toBe(200);
    machine.signal('SIGTERM');
    expect(await machine.ended()).toBe(0);
    expect(machine.lines.filter((line) => line.includes('is killed'))).toEqual([]);
    expect(await machine.survivors()).toEqual([]);
  });

  test('the supervisor exits with code 1 if the real Qdrant cannot read its storage', async () => {
    await using machine = await supervise({
      ...environment,
      QDRANT__STORAGE__STORAGE_PATH: '/dev/null/storage',
    });
    expect(await machine.ended()).toBe(1);
    expect(machine.lines.join('\n')).toMatch(/Qdrant exited with code \d+ before it was ready/);
    expect(await machine.survivors()).toEqual([]);
  });

  test('the supervisor stops the server and exits with code 1 if the real Qdrant is killed', async () => {
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
(shellcheck === undefined ? test.skip : test)('shellcheck finds no problem in supervisor.sh', () => {
  const { stdout, status } = spawnSync(shellcheck ?? '', [script], { encoding: 'utf8' });
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});
