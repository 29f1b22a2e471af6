/**
 * Which of a read and a write is newer. A read that began before a write ended may tell of before it, however late it answers:
 * what it tells must not take the place of what the write told.
 */
export class WriteMarks {
  private readonly marks = new Map<string, number>();

  /** What is known of the key has changed. */
  note(key: string): void {
    this.marks.set(key, (this.marks.get(key) ?? 0) + 1);
  }

  /** Taken where a read begins; tells afterwards whether nothing was noted since. */
  reading(key: string): () => boolean {
    const before = this.marks.get(key);
    return () => this.marks.get(key) === before;
  }
}
