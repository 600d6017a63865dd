import { describe, expect, test } from '@jest/globals';
import { OperationalError } from '../errors/operational-error.ts';
import { parseEnv } from './parse-env.ts';
import { allVariables, indexVariables, serverVariables } from './program-variables.ts';

function problemsOf(env: Record<string, string>): string {
  try {
    parseEnv(allVariables, env, allVariables);
  } catch (error) {
    if (error instanceof OperationalError && error.code === 'CONFIG_INVALID') return error.message;
    throw error;
  }
  return '';
}

describe('configuration', () => {
  test('without any variable the defaults hold', () => {
    expect(parseEnv(allVariables, {}, allVariables)).toMatchObject({
      DOCS_SOURCE: 'github:cloudwego/cloudwego.github.io',
      INDEX_PATH: 'data/index.db',
      HOST: '127.0.0.1',
      PORT: 3000,
      SERVER_MODE: false,
    });
  });

  test('an empty string counts as unset', () => {
    expect(parseEnv(indexVariables, { QDRANT_URL: '', INDEX_PATH: ' ' }, allVariables)).toMatchObject({
      INDEX_PATH: 'data/index.db',
    });
  });

  test('every problem is reported at once, with the name and an example', () => {
    const problems = problemsOf({ PORT: 'http', QDRANT_URL: 'localhost:6333', SYNC_SCHEDULE: 'hourly' });
    expect(problems).toMatch(/PORT: .*PORT=3000/);
    expect(problems).toMatch(/QDRANT_URL: .*QDRANT_URL=http:\/\/localhost:6333/);
    expect(problems).toMatch(/SYNC_SCHEDULE: must be a cron expression/);
  });

  test('a misspelt variable is named with the one that was meant', () => {
    expect(problemsOf({ QDRANT_COLECTION: 'x' })).toMatch(
      /QDRANT_COLECTION: no such setting; did you mean QDRANT_COLLECTION\?/,
    );
  });

  test("Qdrant's own variables and the rest of the environment are left alone", () => {
    expect(problemsOf({ QDRANT__SERVICE__HOST: '::', PATH: '/bin', OPENAI_ORG_ID: 'x' })).toBe('');
  });

  test('a variable of the other program is no mistake', () => {
    expect(() => parseEnv(serverVariables, { DOCS_REF: 'main' }, allVariables)).not.toThrow();
  });

  test('an address with a password in it is refused without being shown', () => {
    const problems = problemsOf({ QDRANT_URL: 'http://user:hunter2@host:6333' });
    expect(problems).toMatch(/QDRANT_URL: must be an http/);
    expect(problems).not.toContain('hunter2');
  });

  test.each(['TRUE', 'yes', '1', 'on'])('%s switches a flag on', (value) => {
    expect(parseEnv(serverVariables, { SERVER_MODE: value }, allVariables).SERVER_MODE).toBe(true);
  });
});
