/**
 * The wait a server asks for in its `retry-after` header (RFC 9110: seconds or a date), or in the `retry-after-ms`
 * some providers add.
 * @param now milliseconds since the epoch
 * @returns milliseconds, never negative; undefined without a header that can be read
 */
export function retryAfterMs(headers: Pick<Headers, 'get'>, now: number): number | undefined {
  const precise = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (Number.isFinite(precise)) return Math.max(0, precise);
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number.parseFloat(value) * 1_000;
  const date = value.endsWith('GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
