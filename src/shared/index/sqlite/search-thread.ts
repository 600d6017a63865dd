/** The program of a search thread: ranks the documents for every query it gets, and answers with them or with the error. */
import { parentPort, workerData } from 'node:worker_threads';
import { OperationalError } from '../../operational-error.ts';
import type { IndexQuery } from '../index-reader.ts';
import { SqliteReader } from './sqlite-reader.ts';
import type { RankedAnswer } from './thread-ranking.ts';

const reader = new SqliteReader(String(workerData));

/** A defect of the program ends the thread, and reaches the thread that started it. */
async function answerTo(query: IndexQuery): Promise<RankedAnswer> {
  try {
    return await reader.rank(query);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return { code: error.code, message: error.message, advice: error.advice };
  }
}

parentPort?.on('message', async (query: IndexQuery) => parentPort?.postMessage(await answerTo(query)));
