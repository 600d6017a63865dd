import { describe, expect, test } from '@jest/globals';
import { misspeltVariables } from './misspelt-variables.ts';
import { allVariables } from './program-variables.ts';

const ours = Object.keys(allVariables.shape);
const problems = (...given: string[]) => misspeltVariables(given, ours);

describe('a misspelt variable', () => {
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
    ['SERVERMODE', 'SERVER_MODE'],
  ])('%s is taken for %s, whatever its prefix', (name, meant) => {
    expect(problems(name)).toEqual([`${name}: no such setting; did you mean ${meant}?`]);
  });

  test('under a prefix of ours that is near none is named alone', () => {
    expect(problems('SYNC_WHENEVER_I_LIKE')).toEqual(['SYNC_WHENEVER_I_LIKE: no such setting.']);
  });

  test('is none where what is near it is set too', () => {
    expect(problems('OPENAI_API_KEY', 'OPENAI_API_KEY2')).toEqual([]);
  });
});

describe('the rest of the environment is left alone', () => {
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
      'of other programs of AI',
      `OPENAI_ORG_ID OPENAI_ORGANIZATION OPENAI_PROJECT_ID OPENAI_API_BASE OPENAI_API_TYPE OPENAI_API_VERSION OPENAI_MODEL
      OPENAI_WEBHOOK_SECRET OPENAI_LOG OPENAI_PROXY AZURE_OPENAI_API_KEY ANTHROPIC_API_KEY`,
    ],
    [
      'of Node, npm and proxies',
      `NODE_ENV NODE_PATH NODE_OPTIONS NPM_TOKEN NPM_AUTH_TOKEN NODE_AUTH_TOKEN HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY
      TMPDIR INIT_CWD EDITOR COLOR DEBUG npm_config_loglevel`,
    ],
    [
      'of hosts and of what starts the server',
      `FLY_APP_NAME FLY_REGION FLY_PUBLIC_IP FLY_PRIVATE_IP PRIMARY_REGION KUBERNETES_PORT KUBERNETES_SERVICE_HOST
      SERVER_PORT SERVER_NAME PUBLIC_KEY DYNO SUPERVISE_QDRANT STARTUP_TIMEOUT STOP_TIMEOUT SERVER_RESTARTS
      SERVER_RESTART_WINDOW QDRANT__SERVICE__API_KEY QDRANT_READ_KEY QDRANT_WRITE_KEY`,
    ],
  ])('%s', (_, names) => {
    expect(problems(...names.split(/\s+/))).toEqual([]);
    // One by one too: of ours, a name of the list may be set and so hide what is near it.
    expect(names.split(/\s+/).flatMap((name) => problems(name))).toEqual([]);
  });
});
