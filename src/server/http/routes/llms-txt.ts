import type { DocumentEntry } from '../../../shared/domain/document.ts';
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
        '# EINO docs',
        '',
        `> ${documents.length} documents at commit ${status.commit?.sha ?? 'none'}, for AI agents. MCP: ${baseUrl}/mcp`,
        ...sections(documents).flatMap(([name, entries]) => [
          '',
          `## ${name}`,
          '',
          ...entries.map((entry) => line(entry, baseUrl)),
        ]),
        '',
      ];
      send(response, 200, 'text/plain; charset=utf-8', text.join('\n'));
    },
  };
}

/** The documents by their topmost folder, in the order given. */
function sections(documents: readonly DocumentEntry[]): [string, DocumentEntry[]][] {
  return [
    ...Map.groupBy(documents, ({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : 'Docs')),
  ];
}

function line({ path, title, summary }: DocumentEntry, baseUrl: string): string {
  const name = title.replace(/[[\]\n]/g, ' ');
  return `- [${name}](${baseUrl}${documentPath(path)})${summary === '' ? '' : `: ${summary.replaceAll('\n', ' ')}`}`;
}
