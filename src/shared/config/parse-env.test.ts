import { describe, expect, test } from '@jest/globals';
import { OperationalError } from '../operational-error.ts';
import { misspeltVariables, parseEnv } from './parse-env.ts';
import { allVariables, indexVariables, serverVariables } from './variables.ts';

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

  test.each(['TRUE', 'yes', '1', 'on'])('parseEnv() reads %s as true', (value) => {
    expect(parseEnv(serverVariables, { SERVER_MODE: value }, allVariables).SERVER_MODE).toBe(true);
  });
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

  test('misspeltVariables() reports an unknown variable with a known prefix without a suggestion', () => {
    expect(problems('SYNC_WHENEVER_I_LIKE')).toEqual(['SYNC_WHENEVER_I_LIKE: no such setting.']);
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
