import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../support/programs.ts';

/** A fenced block of docs/clients.md. */
interface Recipe {
  /** The heading above it. */
  readonly client: string;
  /** What the last bold words above it say, such as `HTTP`. */
  readonly label: string;
  readonly language: string;
  readonly text: string;
}

/** Returns every block of docs/clients.md, in order. */
export function recipes(): readonly Recipe[] {
  const page = readFileSync(join(PROJECT, 'docs/clients.md'), 'utf8');
  return page.split(/^## /m).flatMap((section) => {
    const [heading = ''] = section.split('\n', 1);
    const blocks = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)];
    return blocks.map(({ 1: language = '', 2: text = '', index }) => ({
      client: heading.trim(),
      label: [...section.slice(0, index).matchAll(/\*\*([^*]+)\*\*/g)].at(-1)?.[1] ?? '',
      language,
      text,
    }));
  });
}

/** Returns the one block below a client's heading that has this language and label. */
export function recipe(client: string, language: string, label = ''): string {
  const found = recipes().filter(
    (block) =>
      block.client === client && block.language === language && (label === '' || block.label === label),
  );
  const [block] = found;
  if (block === undefined || found.length > 1)
    throw new Error(`docs/clients.md has ${found.length} blocks of ${language} for ${client}, ${label}`);
  return block.text;
}
