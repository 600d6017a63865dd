import { partyOf } from '../../../shared/error-codes.ts';
import { describeError, OperationalError } from '../../../shared/operational-error.ts';
import { unreadableIndex } from '../../health/public-error.ts';
import { HttpError } from '../exchange.ts';

/** The index may be readable, or filled, in a few seconds. */
export const RETRY_AFTER = { 'retry-after': '5' };

/**
 * Waits for an answer from the index. If it fails, the client gets 503 with the error's code and advice; the message,
 * which may name paths and addresses of the machine, is only logged. The caller's own mistakes are 400, in full.
 */
export async function readIndex<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    if (partyOf(error.code) === 'caller') throw new HttpError(400, describeError(error));
    throw new HttpError(503, unreadableIndex(error), { headers: RETRY_AFTER });
  }
}
