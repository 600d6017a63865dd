import { toolCall } from './load.ts';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
/** Longer headings make questions nobody asks. */
const LONGEST = 60;

/** Paths of all documents a server has. */
export async function documentPaths(url: string): Promise<string[]> {
  const text = await (await fetch(`${url}/llms.txt`)).text();
  return [...text.matchAll(/\/docs\/(\S+?)\)/g)].map(([, path]) => decodeURIComponent(path ?? ''));
}

/** Makes questions of a server's docs, no two alike: each joins the words of two headings. */
export async function newQuestions(url: string, paths: readonly string[]): Promise<() => string> {
  const headings: string[] = [];
  for (const path of paths) {
    const body = toolCall('fetch_doc', { path, max_tokens: 20_000 });
    const answer = await fetch(`${url}/mcp`, { method: 'POST', headers: HEADERS, body });
    const { result } = (await answer.json()) as {
      result: { structuredContent: { outline: { heading: string }[] } };
    };
    for (const { heading } of result.structuredContent.outline) {
      if (heading.length <= LONGEST && !headings.includes(heading)) headings.push(heading);
    }
  }
  let asked = 0;
  return () => {
    const round = Math.floor(asked / headings.length);
    const first = headings[asked % headings.length];
    const second = headings[(asked + 1 + round) % headings.length];
    asked += 1;
    return `how do I use ${first} with ${second}?`;
  };
}
