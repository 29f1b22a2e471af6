/** Runs one task at a time per key, in order of arrival. */
export class KeyedLock {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key) ?? Promise.resolve();
    const done = before.then(work, work);
    this.tails.set(key, done);
    const leave = (): void => {
      if (this.tails.get(key) === done) this.tails.delete(key);
    };
    done.then(leave, leave);
    return done;
  }
}
