import { z } from 'zod';
import { type Env, parseEnv } from '../shared/config/parse-env.ts';
import {
  allVariables,
  embeddingVariables,
  freshnessVariables,
  indexVariables,
  loggingVariables,
  qdrantStorageVariables,
  sourceVariables,
  summaryVariables,
} from '../shared/config/variables.ts';

/** The variables the worker reads. */
const workerProgramVariables = z.object({
  ...sourceVariables.shape,
  ...indexVariables.shape,
  ...qdrantStorageVariables.shape,
  ...embeddingVariables.shape,
  ...summaryVariables.shape,
  ...freshnessVariables.shape,
  ...loggingVariables.shape,
});

export type WorkerConfig = z.output<typeof workerProgramVariables>;

/** @throws OperationalError `CONFIG_INVALID` that lists every problem */
export function readWorkerConfig(env: Env): WorkerConfig {
  return parseEnv(workerProgramVariables, env, allVariables);
}
