import { expect, test } from '@jest/globals';
import { RequestError } from 'octokit';
import { classifyFailure } from './github-failure.ts';

test('the advice about a failure that passes promises another run only where one follows', () => {
  const request = { subject: 'owner/docs', apiUrl: 'https://api.github.com', token: null, now: 0 };
  const unavailable = new RequestError('Unavailable', 503, {
    request: { method: 'GET', url: 'https://api.github.com/', headers: {} },
    response: { status: 503, url: 'https://api.github.com/', headers: {}, data: {} },
  });
  for (const cause of [unavailable, new TypeError('fetch failed')]) {
    expect(classifyFailure(cause, request).error.advice).toMatch(/ Try again later\.$/);
    const repeated = classifyFailure(cause, { ...request, repeats: true });
    expect(repeated.error.advice).toMatch(/ The next run tries again\.$/);
  }
});
