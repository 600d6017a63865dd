import Sequencer from '@jest/test-sequencer';

/** Folders whose tests start processes or run one suite over many adapters, the slowest first. */
const SLOW = ['/test/e2e/', '/test/contract/', '/test/integration/', '/test/deploy/', '/eval/'];

/**
 * A Jest sequencer: starts the slowest tests first, so that no worker is left alone with one of them at the end. Jest
 * itself knows how long tests take only after a first run. A fresh clone would start the largest files first.
 */
export default class ProcessesFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = SLOW.findIndex((folder) => path.includes(folder));
      return index === -1 ? SLOW.length : index;
    };
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
