import type { z } from 'zod';
import type { Clock, Delay } from '../../shared/clock.ts';
import type { embeddingVariables, summaryVariables } from '../../shared/config/variables.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { Summarizer } from './summarizer.ts';
import { SUMMARY_VERSION } from './summary-instructions.ts';

export type SummaryConfig = z.output<typeof summaryVariables> &
  Pick<z.output<typeof embeddingVariables>, 'OPENAI_API_KEY' | 'OPENAI_BASE_URL'>;

/**
 * The summarizer a configuration asks for. Its SDK is loaded with the first document: most runs summarize none.
 * @returns null without `SUMMARY_MODEL`: summaries are the documents' own words
 * @throws OperationalError `CONFIG_INVALID` for a model without key and base URL
 */
export function openSummarizer(
  config: SummaryConfig,
  deps: { readonly clock: Clock; readonly delay: Delay },
): Summarizer | null {
  const { SUMMARY_MODEL: model, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = config;
  if (model === undefined) return null;
  if (apiKey === undefined && baseUrl === undefined) {
    throw new OperationalError(
      'CONFIG_INVALID',
      'SUMMARY_MODEL is set, but no endpoint to ask it at.',
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
      opened ??= new OpenAISummarizer({ apiKey, baseUrl, model, ...deps });
      return opened.summarize(content, signal);
    },
  };
}
