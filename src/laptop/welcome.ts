/**
 * What a person at a terminal reads once the server answers: where, a query to try, and how to connect.
 * @param address `http://host:port`
 * @param schedule SYNC_SCHEDULE
 */
export function welcome(address: string, schedule: string): string {
  return `
eino-docs-mcp answers at ${address}

  Page      ${address}/
  Try       curl -s '${address}/api/search?query=NewGraph&max_results=1'
  Connect   claude mcp add --transport http eino-docs ${address}/mcp

It syncs on the schedule ${schedule} (UTC). Press Ctrl+C to stop it.
`;
}
