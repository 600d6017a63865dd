import { EXIT } from '../../shared/error-codes.ts';
import { silentLogger } from '../../shared/logger.ts';
import { type DriftedName, type DriftReport, findDrift } from '../drift/find-drift.ts';
import type { WorkerCommand } from './command.ts';
import { pluralize, print, printable } from './output.ts';

/** `drift`: lists what documents say that the rest of the index contradicts. It only reads the index. */
export const driftCommand: WorkerCommand = async (context) => {
  const { adapters, config, clock, delay, flags, stdout, signal } = context;
  const reader = await adapters.openReader(config.index, { clock, delay, logger: silentLogger });
  try {
    const report = await findDrift(reader, signal);
    await print(stdout, [flags.has('--json') ? `${JSON.stringify(report)}\n` : driftText(report)], signal);
  } finally {
    await reader.close();
  }
  return EXIT.ok;
};

/** A report for a person, grouped by document. */
export function driftText({ documents, packages, exportedNames, drift }: DriftReport): string {
  const names = drift.reduce((sum, document) => sum + document.names.length, 0);
  const links = drift.reduce((sum, document) => sum + document.links.length, 0);
  const found =
    drift.length === 0
      ? 'no drift'
      : `${pluralize(names, 'outdated name')} and ${pluralize(links, 'dead link')} in ${pluralize(drift.length, 'document')}`;
  const compared = `${pluralize(documents, 'document')} compared with ${pluralize(exportedNames, 'exported name')} of ${pluralize(packages, 'package')}`;
  const lines = drift.flatMap((document) => [
    '',
    printable(document.path),
    ...document.names.map((one) => `  ${at(one)}: ${printable(one.name)} is not in ${places(one)}`),
    ...document.links.map((one) => `  ${at(one)}: no document at ${printable(one.target)}`),
  ]);
  return `${[`${found}; ${compared}`, ...lines].join('\n')}\n`;
}

/** Lines that are listed before the list is cut. */
const LISTED = 8;

function at({ lines }: { readonly lines: readonly number[] }): string {
  const more = lines.length > LISTED ? ', …' : '';
  return `line${lines.length === 1 ? '' : 's'} ${lines.slice(0, LISTED).join(', ')}${more}`;
}

function places({ name, packages, version }: DriftedName): string {
  const [only, ...others] = packages;
  if (only !== undefined && others.length === 0) return printable([only, version].filter(Boolean).join(' '));
  const packageName = name.slice(0, name.indexOf('.'));
  return printable(`any of the ${packages.length} packages ${packageName}`);
}
