/**
 * Whether a read or a write is newer. A read that began before a write ended may return the state before the write, however
 * late it answers: its answer must not replace that of the write.
 */
export class WriteMarks {
  private readonly marks = new Map<string, number>();

  /** The key was written. */
  note(key: string): void {
    this.marks.set(key, (this.marks.get(key) ?? 0) + 1);
  }

  /** Call it when a read begins; the result answers later whether nothing was written since. */
  reading(key: string): () => boolean {
    const before = this.marks.get(key);
    return () => this.marks.get(key) === before;
  }
}
