import type { DocumentEntry } from '../../../shared/domain/document.ts';
import { docsName } from '../../page/docs-name.ts';
import type { Services } from '../../services.ts';
import type { Route } from '../exchange.ts';
import { send } from '../respond.ts';
import { documentPath } from './document.ts';
import { orUnavailable } from './unavailable.ts';

/** Every document with a link to its Markdown, as https://llmstxt.org describes it. */
export function llmsTxtRoute({ catalog }: Pick<Services, 'catalog'>): Route {
  return {
    name: '/llms.txt',
    method: 'GET',
    token: true,
    async handle({ response, baseUrl }) {
      const { documents, status } = await orUnavailable(catalog.read());
      const text = [
        `# ${docsName(status).title}`,
        '',
        `> ${documents.length} documents at commit ${status.commit?.sha ?? 'none'}, for AI agents. MCP: ${baseUrl}/mcp`,
        ...sections(documents).flatMap(([name, entries]) => [
          '',
          `## ${oneLine(name)}`,
          '',
          ...entries.map((entry) => line(entry, baseUrl)),
        ]),
        '',
      ];
      send(response, 200, 'text/plain; charset=utf-8', text.join('\n'));
    },
  };
}

/** The documents by their topmost folder, named as its own page is, in the order given. */
function sections(documents: readonly DocumentEntry[]): [string, DocumentEntry[]][] {
  const titles = new Map(documents.map(({ path, title }) => [path, title]));
  const folder = (path: string) => path.slice(0, path.indexOf('/') + 1);
  const grouped = Map.groupBy(documents, ({ path }) => folder(path));
  return [...grouped].map(([name, entries]) => [titles.get(`${name}_index.md`) ?? (name || 'Docs'), entries]);
}

function line({ path, title, summary }: DocumentEntry, baseUrl: string): string {
  return `- [${oneLine(title)}](${baseUrl}${documentPath(path)})${summary === '' ? '' : `: ${oneLine(summary)}`}`;
}

/** What a document says of itself, without anything that would end the line or the link. */
function oneLine(text: string): string {
  return text.replace(/[[\]\s]+/g, ' ').trim();
}
