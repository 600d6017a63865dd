import { expect, test } from '@jest/globals';
import { findingsText } from './verify-command.ts';

const report = {
  outcome: 'intact' as const,
  commits: [
    {
      source: 'github:acme/docs@main',
      commit: { sha: 'a'.repeat(40), date: '2026-01-01T00:00:00.000Z', subject: 'Docs' },
    },
  ],
  checked: 3,
  missing: [],
  unexpected: [],
  different: [],
  withoutVectors: [],
  words: [],
  skipped: [],
};

test('verify reports an intact index in one line', () => {
  expect(findingsText(report)).toBe(
    'intact: 3 documents compared with github:acme/docs@main at aaaaaaa (Docs)\n',
  );
});

test('verify names skipped files even if the index is intact', () => {
  expect(findingsText({ ...report, skipped: ['bad.md'] })).toBe(
    'intact: 3 documents compared with github:acme/docs@main at aaaaaaa (Docs)\n  skipped: bad.md\n',
  );
});

test('verify names the first 20 missing documents and counts the rest', () => {
  const missing = Array.from({ length: 25 }, (_, i) => `${i}.md`);
  const text = findingsText({ ...report, outcome: 'damaged', missing });
  expect(text).toContain('  missing: 19.md\n  missing: … and 5 more\nRun verify --repair');
});
