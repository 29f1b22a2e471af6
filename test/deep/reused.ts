/** A workbench that serves many cases one after another, each with names of its own, and is exchanged before its server grows old. */
export class Reused<L extends { stop(): Promise<void> }> {
  private workbench: L | undefined;
  private uses = 0;

  constructor(
    private readonly start: () => Promise<L>,
    private readonly limit = 100,
  ) {}

  async take(): Promise<L> {
    if (this.uses >= this.limit) await this.stop();
    this.uses++;
    return (this.workbench ??= await this.start());
  }

  /** Ends it: it refuses to have told or kept a secret. */
  async stop(): Promise<void> {
    const workbench = this.workbench;
    this.workbench = undefined;
    this.uses = 0;
    await workbench?.stop();
  }
}
