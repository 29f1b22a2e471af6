/** Lets one piece of work at a time run under a key, in the order in which they came. */
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
