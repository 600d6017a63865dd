/** How long a tool waits for the index before it answers with an error, in milliseconds. */
export const TOOL_DEADLINE_MS = 8_000;
