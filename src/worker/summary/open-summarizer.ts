import type { Clock, Delay } from '../../shared/clock.ts';
import type { OpenAIEndpoint } from '../../shared/openai/openai-endpoint.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { Summarizer } from './summarizer.ts';
import { SUMMARY_VERSION } from './summary-text.ts';

/** Which chat model writes summaries, and its endpoint. */
export interface SummaryConfig {
  readonly model: string;
  /** null: none is configured. */
  readonly endpoint: OpenAIEndpoint | null;
}

/**
 * Opens the configured summarizer. Its SDK is loaded with the first document, because most runs summarize none.
 * @returns null without a model: then summaries come from the documents' own text
 * @throws OperationalError `CONFIG_INVALID` for a model without key and base URL
 */
export function openSummarizer(
  config: SummaryConfig | null,
  deps: { readonly clock: Clock; readonly delay: Delay },
): Summarizer | null {
  if (config === null) return null;
  const { model, endpoint } = config;
  if (endpoint === null) {
    throw new OperationalError(
      'CONFIG_INVALID',
      'SUMMARY_MODEL is set, but no endpoint.',
      'Set OPENAI_API_KEY or OPENAI_BASE_URL, or unset SUMMARY_MODEL.',
    );
  }
  let opened: Summarizer | null = null;
  return {
    model,
    version: SUMMARY_VERSION,
    get requests() {
      return opened?.requests ?? 0;
    },
    async summarize(content, signal) {
      const { OpenAISummarizer } = await import('./openai-summarizer.ts');
      opened ??= new OpenAISummarizer({ ...endpoint, model, ...deps });
      return opened.summarize(content, signal);
    },
  };
}
