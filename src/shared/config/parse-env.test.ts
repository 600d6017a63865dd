import { describe, expect, test } from '@jest/globals';
import { OperationalError } from '../operational-error.ts';
import { misspeltVariables, unknownVariables } from './misspelt-names.ts';
import { namesOfSet, parseEnv, secretsIn } from './parse-env.ts';
import { serverVariables } from './server-variables.ts';
import { allVariables, indexVariables, proxyVariables, qdrantStorageVariables } from './variables.ts';

function problemsOf(env: Record<string, string>): string {
  try {
    parseEnv(allVariables, env, allVariables);
  } catch (error) {
    if (error instanceof OperationalError && error.code === 'CONFIG_INVALID') return error.message;
    throw error;
  }
  return '';
}

describe('parseEnv()', () => {
  test('parseEnv() returns the defaults without any variable', () => {
    expect(parseEnv(allVariables, {}, allVariables)).toMatchObject({
      GITHUB_API_URL: 'https://api.github.com',
      HOST: '127.0.0.1',
      PORT: 3000,
      SERVER_MODE: false,
    });
  });

  test('parseEnv() treats an empty variable as unset', () => {
    expect(parseEnv(indexVariables, { QDRANT_URL: '', QDRANT_COLLECTION: ' ' }, allVariables)).toEqual({
      QDRANT_COLLECTION: 'eino-docs',
    });
  });

  test('parseEnv() reports all problems at once, each with the name and an example', () => {
    const problems = problemsOf({ PORT: 'http', QDRANT_URL: 'localhost:6333', SYNC_SCHEDULE: 'hourly' });
    expect(problems).toMatch(/PORT: .*PORT=3000/);
    expect(problems).toMatch(/QDRANT_URL: .*QDRANT_URL=http:\/\/localhost:6333/);
    expect(problems).toMatch(/SYNC_SCHEDULE: must be a cron expression/);
  });

  test('parseEnv() reports a misspelt variable and suggests the correct one', () => {
    expect(problemsOf({ QDRANT_COLECTION: 'x' })).toMatch(
      /QDRANT_COLECTION: no such setting; did you mean QDRANT_COLLECTION\?/,
    );
  });

  test("parseEnv() ignores Qdrant's variables and the rest of the environment", () => {
    expect(problemsOf({ QDRANT__SERVICE__HOST: '::', PATH: '/bin', OPENAI_ORG_ID: 'x' })).toBe('');
  });

  test('parseEnv() accepts variables of the other program', () => {
    expect(() => parseEnv(serverVariables, { DOCS_REF: 'main' }, allVariables)).not.toThrow();
  });

  test('parseEnv() refuses a URL with a password without quoting it', () => {
    const problems = problemsOf({ QDRANT_URL: 'http://user:hunter2@host:6333' });
    expect(problems).toMatch(/QDRANT_URL: must be an http/);
    expect(problems).not.toContain('hunter2');
  });

  test('parseEnv() takes several addresses of Qdrant, separated by commas', () => {
    const { QDRANT_URL } = parseEnv(
      indexVariables,
      { QDRANT_URL: 'http://a:6333/, https://b/qdrant/ ,http://c:6333' },
      allVariables,
    );
    expect(QDRANT_URL).toEqual(['http://a:6333', 'https://b/qdrant', 'http://c:6333']);
  });

  test.each([
    ['http://a:6333,b:6333', /QDRANT_URL: must be an http/],
    ['http://a:6333,http://a:6333/', /QDRANT_URL: must not have the same address twice/],
    ['http://a:6333,http://user:hunter2@b:6333', /QDRANT_URL: must be an http/],
    [',', /QDRANT_URL: must be at least one address/],
  ])('parseEnv() refuses %s as addresses of Qdrant, without a password', (value, problem) => {
    const problems = problemsOf({ QDRANT_URL: value });
    expect(problems).toMatch(problem);
    expect(problems).not.toContain('hunter2');
  });

  test('parseEnv() refuses two copies of each shard, and says why', () => {
    const read = (QDRANT_REPLICAS: string) =>
      parseEnv(qdrantStorageVariables, { QDRANT_REPLICAS }, allVariables).QDRANT_REPLICAS;
    expect(['1', '3', '5'].map(read)).toEqual([1, 3, 5]);
    expect(() => read('2')).toThrow(/QDRANT_REPLICAS: must not be 2: .*loss of either node stops.*use 3/s);
  });

  test.each(['TRUE', 'yes', '1', 'on'])('parseEnv() reads %s as true', (value) => {
    expect(parseEnv(serverVariables, { SERVER_MODE: value }, allVariables).SERVER_MODE).toBe(true);
  });
});

describe('secrets', () => {
  const KEYS = ['GITHUB_TOKEN', 'OPENAI_API_KEY', 'QDRANT_API_KEY', 'MCP_AUTH_TOKEN'];
  test.each([
    ['a line break', 'first-line\nsecond-line', 'a line break'],
    ['a carriage return', 'first-line\rsecond-line', 'a line break'],
    ['a zero-width space', 'key\u200bwith-a-space', 'U+200B'],
    ['curly quotes', '“key-in-quotes”', 'U+201C'],
    ['a NUL', 'key\u0000key', 'U+0000'],
    ['a letter that is not ASCII', 'clé', 'U+00E9'],
  ])('parseEnv() refuses every secret with %s by its name, without showing it', (_, value, what) => {
    const text = problemsOf(Object.fromEntries(KEYS.map((name) => [name, value])));
    for (const name of KEYS) expect(text).toContain(`${name}: contains `);
    expect(text.split(what)).toHaveLength(KEYS.length + 1);
    for (const part of value.split(/[^\x20-\x7e]/)) if (part.length > 3) expect(text).not.toContain(part);
  });

  test('parseEnv() takes a secret of any printable ASCII characters, without the space around it', () => {
    const value = ' !"#$%&\'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~ inner space\n';
    const { QDRANT_API_KEY } = parseEnv(indexVariables, { QDRANT_API_KEY: value }, allVariables);
    expect(QDRANT_API_KEY).toBe(value.trim());
  });

  test('secretsIn() returns the secrets as they are set, and the passwords of proxies', () => {
    const env = {
      GITHUB_TOKEN: 'a\nb',
      INDEX_PATH: 'x',
      https_proxy: 'http://me:p%40ss@proxy:3128',
      HTTP_PROXY: 'you:word@proxy',
      NO_PROXY: 'a:b@c',
    };
    expect(secretsIn(env, allVariables)).toEqual(['a\nb', 'p%40ss', 'p@ss', 'word', 'word']);
  });
});

test('parseEnv() refuses an address with a query, with advice for Azure', () => {
  const text = problemsOf({ OPENAI_BASE_URL: 'https://x.openai.azure.com/openai?api-version=2024-10-21' });
  expect(text).toMatch(/OPENAI_BASE_URL: must be an address without \? and #; Azure .*\/openai\/v1/);
});

test('parseEnv() reads proxies in lower case first, and adds the scheme that is left out', () => {
  const env = { HTTPS_PROXY: 'http://upper:1', https_proxy: 'lower:3128', no_proxy: 'a.example' };
  expect(parseEnv(proxyVariables, env, allVariables)).toEqual({
    HTTPS_PROXY: 'http://lower:3128',
    NO_PROXY: 'a.example',
  });
  expect(problemsOf({ HTTP_PROXY: 'ftp://user:hunter2@proxy' })).not.toContain('hunter2');
});

const ours = Object.keys(allVariables.shape);
const problems = (...given: string[]) => misspeltVariables(given, ours);

describe('misspeltVariables()', () => {
  test.each([
    ['QDRANT_COLECTION', 'QDRANT_COLLECTION'],
    ['OPENAI_API_KY', 'OPENAI_API_KEY'],
    ['LOG_LEVL', 'LOG_LEVEL'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['TRUST_PROX', 'TRUST_PROXY'],
    ['PUBLIC_UR', 'PUBLIC_URL'],
    ['GITHUB_TOKNE', 'GITHUB_TOKEN'],
    ['GTIHUB_TOKEN', 'GITHUB_TOKEN'],
    ['DOC_SOURCE', 'DOCS_SOURCE'],
    ['SOURCE', 'SOURCES'],
    ['SERVERMODE', 'SERVER_MODE'],
  ])('misspeltVariables() reports %s and suggests %s', (name, meant) => {
    expect(problems(name)).toEqual([`${name}: no such setting; did you mean ${meant}?`]);
  });

  test('misspeltVariables() ignores an unknown variable with a known prefix, which is worth a warning', () => {
    expect(problems('SYNC_WHENEVER_I_LIKE')).toEqual([]);
    const env = { SYNC_WHENEVER_I_LIKE: '1', DOCS_DIR: '/docs', QDRANT_SERVICE_HOST: '10.0.0.1', HOME: '/' };
    expect(unknownVariables(namesOfSet(env), ours)).toEqual([
      'not settings of this program, and ignored: DOCS_DIR, SYNC_WHENEVER_I_LIKE',
    ]);
    expect(unknownVariables(['INDEX_PATH'], ours)).toEqual([]);
  });

  test('misspeltVariables() ignores a variable if the similar one is set as well', () => {
    expect(problems('OPENAI_API_KEY', 'OPENAI_API_KEY2')).toEqual([]);
  });
});

describe('misspeltVariables(): other variables', () => {
  test.each([
    [
      'of Linux',
      'HOME HOST HOSTNAME LOGNAME USER SHELL PATH PWD OLDPWD TERM LANG TZ MAIL SHLVL POST SPORT REPORT',
    ],
    [
      'of GitHub Actions',
      `CI GITHUB_ACTION GITHUB_ACTIONS GITHUB_ACTION_PATH GITHUB_ACTION_REF GITHUB_ACTION_REPOSITORY GITHUB_ACTOR
      GITHUB_ACTOR_ID GITHUB_API_URL GITHUB_BASE_REF GITHUB_ENV GITHUB_EVENT_NAME GITHUB_EVENT_PATH GITHUB_GRAPHQL_URL
      GITHUB_HEAD_REF GITHUB_JOB GITHUB_OUTPUT GITHUB_PATH GITHUB_REF GITHUB_REF_NAME GITHUB_REF_PROTECTED
      GITHUB_REF_TYPE GITHUB_REPOSITORY GITHUB_REPOSITORY_ID GITHUB_REPOSITORY_OWNER GITHUB_RETENTION_DAYS GITHUB_RUN_ID
      GITHUB_RUN_ATTEMPT GITHUB_RUN_NUMBER GITHUB_SERVER_URL GITHUB_SHA GITHUB_STATE GITHUB_STEP_SUMMARY
      GITHUB_TRIGGERING_ACTOR GITHUB_WORKFLOW GITHUB_WORKFLOW_REF GITHUB_WORKFLOW_SHA GITHUB_WORKSPACE GITHUB_TOKEN
      GH_TOKEN RUNNER_ARCH RUNNER_DEBUG RUNNER_NAME RUNNER_OS RUNNER_TEMP RUNNER_TOOL_CACHE ACTIONS_RUNTIME_URL`,
    ],
    [
      'of other forges and CI systems',
      `GITLAB_CI GITLAB_TOKEN GITLAB_API_URL GITLAB_USER_NAME GITEA_TOKEN CI_API_V4_URL CI_JOB_TOKEN CI_SERVER_URL
      CI_SERVER_HOST CI_SERVER_PORT CI_SERVER_NAME BUILD_URL JOB_URL JENKINS_URL BUILDKITE_TAG CIRCLE_TAG TRAVIS_TAG`,
    ],
    [
      'of AI programs',
      `OPENAI_ORG_ID OPENAI_ORGANIZATION OPENAI_PROJECT_ID OPENAI_API_BASE OPENAI_API_TYPE OPENAI_API_VERSION OPENAI_MODEL
      OPENAI_WEBHOOK_SECRET OPENAI_LOG OPENAI_PROXY AZURE_OPENAI_API_KEY ANTHROPIC_API_KEY`,
    ],
    [
      'of Node, npm and proxies',
      `NODE_ENV NODE_PATH NODE_OPTIONS NPM_TOKEN NPM_AUTH_TOKEN NODE_AUTH_TOKEN HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY
      TMPDIR INIT_CWD EDITOR COLOR DEBUG npm_config_loglevel`,
    ],
    [
      'of Kubernetes, for services that are named as our settings begin',
      [
        'QDRANT',
        'QDRANT_HEADLESS',
        'DOCS',
        'INDEX',
        'EMBEDDING',
        'SUMMARY',
        'SYNC',
        'MCP_AUTH',
        'PUBLIC',
        'SOURCE',
        'SERVER',
      ]
        .flatMap((name) =>
          [
            'SERVICE_HOST',
            'SERVICE_PORT',
            'SERVICE_PORT_HTTP',
            'PORT',
            'PORT_6333_TCP',
            'PORT_6333_TCP_PROTO',
            'PORT_6333_TCP_PORT',
            'PORT_6333_TCP_ADDR',
          ].map((link) => `${name}_${link}`),
        )
        .join(' '),
    ],
    [
      'of other programs that index documents',
      `EMBEDDING_PROVIDER EMBEDDING_API_KEY EMBEDDING_HOST DOCS_DIR DOCS_HOME DOCS_URL QDRANT_HOST QDRANT_DATA INDEX_NAME
      INDEX_DIR SUMMARY_LENGTH SYNC_TOKEN FTP_PROXY ALL_PROXY http_proxy no_proxy`,
    ],
    [
      'of hosting platforms and of the supervisor',
      `FLY_APP_NAME FLY_REGION FLY_PUBLIC_IP FLY_PRIVATE_IP PRIMARY_REGION KUBERNETES_PORT KUBERNETES_SERVICE_HOST
      SERVER_PORT SERVER_NAME PUBLIC_KEY DYNO SUPERVISE_QDRANT STARTUP_TIMEOUT STOP_TIMEOUT SERVER_RESTARTS
      SERVER_RESTART_WINDOW QDRANT__SERVICE__API_KEY QDRANT_READ_KEY QDRANT_WRITE_KEY`,
    ],
  ])('misspeltVariables() ignores variables %s', (_, names) => {
    expect(problems(...names.split(/\s+/))).toEqual([]);
    // Also one by one, because a variable of this list can hide a similar one.
    expect(names.split(/\s+/).flatMap((name) => problems(name))).toEqual([]);
  });
});
