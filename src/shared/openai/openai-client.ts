import OpenAI from 'openai';

const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

export interface OpenAIEndpoint {
  /** None for an endpoint that asks for none. */
  readonly apiKey: string | undefined;
  /** None for OpenAI's own. */
  readonly baseUrl: string | undefined;
}

/** The base URL of an endpoint, as a person may see it. */
export function endpointUrl({ baseUrl }: Pick<OpenAIEndpoint, 'baseUrl'>): string {
  return baseUrl ?? DEFAULT_BASE_URL;
}

/** A client that takes nothing from the environment, retries nothing by itself and logs nothing. */
export function openAIClient(endpoint: OpenAIEndpoint): OpenAI {
  return new OpenAI({
    baseURL: endpointUrl(endpoint),
    // The client insists on a key; an endpoint without one must not be sent a made-up one.
    apiKey: endpoint.apiKey ?? 'none',
    ...(endpoint.apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    // Its log goes to stdout, which belongs to the protocol.
    logLevel: 'off',
  });
}
