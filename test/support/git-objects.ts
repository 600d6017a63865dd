import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface GitObject {
  readonly sha: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Reads objects of a git repository from one process, which starts at the first read and sees later commits. */
export class GitObjects implements AsyncDisposable {
  readonly #folder: string;
  /** In the order of the requests, which is that of the answers. */
  readonly #waiting: { resolve(object: GitObject | null): void; reject(error: Error): void }[] = [];
  #process: ChildProcessWithoutNullStreams | null = null;
  #received: Buffer[] = [];
  /** How many bytes the answer that is being received has at least. */
  #wanted = 1;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param name in the syntax of `git rev-parse`. @returns null if there is no such object */
  async read(name: string): Promise<GitObject | null> {
    // The process takes one name a line.
    if (name.includes('\n')) return null;
    this.#process ??= this.#start();
    const { promise, resolve, reject } = Promise.withResolvers<GitObject | null>();
    this.#waiting.push({ resolve, reject });
    this.#process.stdin.write(`${name}\n`);
    return await promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const running = this.#process;
    if (running === null || running.exitCode !== null) return;
    const exited = once(running, 'exit');
    running.stdin.end();
    await exited;
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn('git', ['cat-file', '--batch'], { cwd: this.#folder });
    child.stderr.resume();
    child.stdin.on('error', () => {});
    child.stdout.on('data', (bytes: Buffer) => {
      this.#received.push(bytes);
      this.#takeAnswers();
    });
    const fail = (error: Error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    child.on('error', fail);
    child.on('close', (code) => fail(new Error(`git cat-file exited with ${code}`)));
    return child;
  }

  #takeAnswers(): void {
    let size = this.#received.reduce((sum, { byteLength }) => sum + byteLength, 0);
    while (size >= this.#wanted) {
      const all = Buffer.concat(this.#received);
      this.#received = [all];
      const headEnd = all.indexOf('\n');
      if (headEnd === -1) {
        this.#wanted = size + 1;
        return;
      }
      const [, sha = '', type = '', length] =
        /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(all.toString('utf8', 0, headEnd)) ?? [];
      const start = headEnd + 1;
      const end = start + Number(length ?? 0);
      // A line break follows the content, and nothing follows the line of a missing object.
      const answerEnd = length === undefined ? start : end + 1;
      this.#wanted = answerEnd;
      if (size < answerEnd) return;
      const object =
        length === undefined ? null : { sha, type, bytes: Buffer.from(all.subarray(start, end)) };
      this.#waiting.shift()?.resolve(object);
      this.#received = [all.subarray(answerEnd)];
      size -= answerEnd;
      this.#wanted = 1;
    }
  }
}
