import { expect, test } from '@jest/globals';
import { execa } from 'execa';

test('the logger writes lines with program, level and time to stderr', async () => {
  const logger = JSON.stringify(new URL('./logger.ts', import.meta.url).href);
  const script = `const { createLogger } = await import(${logger});
    createLogger('worker', 'info').warn({ code: 'DOCS_EMPTY' }, 'nothing there');`;
  const { stdout, stderr } = await execa(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toEqual({
    name: 'worker',
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    code: 'DOCS_EMPTY',
    msg: 'nothing there',
  });
});
