import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import { TemporaryFile } from './temporary-file.ts';

test('the advice for a disk that fails names no folder: anybody may read advice', () => {
  const file = new TemporaryFile();
  file.close();
  expect(() => file.append(Buffer.from('text'))).toThrow(
    expect.objectContaining({ code: 'SPOOL_FAILED', advice: expect.not.stringContaining(tmpdir()) }),
  );
});
