/** Remembers the result of a read by key, so that simultaneous callers share one request. Failures are not remembered. */
export class SingleFlight<T> {
  private readonly reads = new Map<string, Promise<T>>();

  get(key: string, read: () => Promise<T>): Promise<T> {
    const running = this.reads.get(key);
    if (running) return running;
    const started = read();
    this.reads.set(key, started);
    started.catch(() => {
      if (this.reads.get(key) === started) this.reads.delete(key);
    });
    return started;
  }

  /** What is being read or was read under the key, if anything. */
  peek(key: string): Promise<T> | undefined {
    return this.reads.get(key);
  }

  forget(key: string): void {
    this.reads.delete(key);
  }

  forgetAll(): void {
    this.reads.clear();
  }
}
