/** Bytes that are written one after another. The first size suits most messages: beyond it the buffer doubles. */
export abstract class GrowingBuffer {
  protected buffer: Buffer;
  protected length = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  finish(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  protected reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + more));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }
}
