import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { describeError } from '../../shared/errors/operational-error.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import { publishTag } from './publish-tag.ts';

/** Logs what becomes of the index while the server runs: each change once, however often it is looked at. */
export class IndexLog {
  readonly #logger: Logger;
  #last = '';

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  read(status: IndexStatus): void {
    if (!this.#isNew(publishTag(status))) return;
    const { sequence, documents, commit } = status;
    if (sequence === 0) this.#logger.warn('the index is empty: waiting for the first publish');
    else
      this.#logger.info({ sequence, documents, commit: commit?.sha }, 'serving a new publish of the index');
  }

  failed(error: unknown): void {
    const line = describeError(error);
    if (this.#isNew(line)) this.#logger.error(`the index cannot be read: ${line}`);
  }

  #isNew(seen: string): boolean {
    const isNew = seen !== this.#last;
    this.#last = seen;
    return isNew;
  }
}
