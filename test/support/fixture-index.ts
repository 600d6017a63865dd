import { join } from 'node:path';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { type PublishedDocuments, publishDocuments } from './publish-documents.ts';
import { createTemporaryFolder, removeFolder } from './temporary-folder.ts';

export interface FixtureIndex extends AsyncDisposable {
  readonly folder: string;
  readonly path: string;
  /** Publishes the next sequence. */
  publish(publication: PublishedDocuments): Promise<void>;
}

/** Creates a SQLite index in a folder of its own. The file does not exist before the first publish. */
export async function fixtureIndex(clock: () => number = Date.now): Promise<FixtureIndex> {
  const folder = await createTemporaryFolder('index');
  const path = join(folder, 'index.db');
  return {
    folder,
    path,
    async publish(publication) {
      const writer = new SqliteWriter(path, { clock });
      try {
        await publishDocuments(writer, publication);
      } finally {
        await writer.close();
      }
    },
    async [Symbol.asyncDispose]() {
      await removeFolder(folder);
    },
  };
}

/** A small docs site with sections, weights, code, repeated headings and a document that is longer than one answer. */
export const FIXTURE_DOCUMENTS: Readonly<Record<string, string>> = {
  '_index.md':
    '---\ntitle: Eino User Manual\nweight: 1\ndescription: How to build with Eino\n---\n\nEino is a framework for Go.\n',
  'overview/_index.md':
    '---\ntitle: Overview\nweight: 1\n---\n\nWhat Eino is and how its parts fit together.\n',
  'overview/release_notes.md':
    '---\ntitle: Release notes\nweight: 9\ndate: "2026-01-02"\n---\n\n## v0.8\n\nGraphs are faster.\n',
  'core/_index.md': '---\ntitle: Core modules\nweight: 2\n---\n\nGraph, chain and workflow.\n',
  'core/graph.md': `---
title: Graph orchestration
weight: 2
description: Nodes, edges and state
date: "2026-02-03"
---

A graph runs components in the order of its edges. Build one with \`NewGraph\`.

## Nodes

\`\`\`go
g := compose.NewGraph[string, string]()
_ = g.AddLambdaNode("upper", compose.InvokableLambda(upper))
\`\`\`

### Example

Add a node, then connect it.

## Edges

An edge joins two nodes. \`AddEdge\` refuses a cycle unless the graph is a pregel graph.

### Example

Connect START to the first node.
`,
  'core/人工.md':
    '---\ntitle: 人在回路\nweight: 3\n---\n\n## 审批\n\n工具运行前需要人工批准。 Human approval before a tool runs.\n',
  'core/interrupt.md': `---
title: Interrupt and resume
weight: 1
---

Stop a run before a tool is called, ask a person for approval, then resume it from its checkpoint.

${Array.from({ length: 60 }, (_, n) => `## Step ${n + 1}\n\nThe runner keeps checkpoint ${n + 1} under its own id, so that a person may approve step ${n + 1} days later; \`ResumeWithData\` brings the answer back to the tool that asked. ${'It waits for nothing else and holds no lock while it waits. '.repeat(4)}\n`).join('\n')}`,
};
