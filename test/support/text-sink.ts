import { Writable } from 'node:stream';

/** A stream that keeps what is written to it; a terminal where `isTTY` is set. */
export class TextSink extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns = 80;

  constructor({ isTTY = false } = {}) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}
