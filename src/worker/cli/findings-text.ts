import type { Findings } from '../verify/verify-index.ts';
import type { VerifyReport } from './verify-report.ts';
import { plural, printable, shortSha } from './wording.ts';

/** Paths a person is shown of each kind before the list is cut. */
const LISTED = 20;

/** What `verify` found, as a person wants to read it. */
export function findingsText(report: VerifyReport): string {
  const { commit, checked, outcome } = report;
  const lines = [
    `${outcome}: ${plural(checked, 'document')} compared with ${shortSha(commit.sha)} (${printable(commit.subject)})`,
  ];
  lines.push(...listed(report));
  if (outcome === 'damaged' && report.repair === undefined)
    lines.push('Run verify --repair to rebuild the index.');
  return `${lines.join('\n')}\n`;
}

function listed({ missing, unexpected, different, withoutVectors, skipped }: Findings): string[] {
  const kinds = { missing, unexpected, different, 'without vectors': withoutVectors, skipped };
  return Object.entries(kinds).flatMap(([kind, paths]) => [
    ...paths.slice(0, LISTED).map((path) => `  ${kind}: ${printable(path)}`),
    ...(paths.length > LISTED ? [`  ${kind}: … and ${plural(paths.length - LISTED, 'more document')}`] : []),
  ]);
}
