import { estimateTokens } from '../../answer/token-estimate.ts';

/** What a value costs in tokens as JSON, the dearer of the two forms a client may show its model. */
export function jsonTokens(value: unknown): number {
  return estimateTokens(JSON.stringify(value));
}
