/** The server's release, from a header in each answer. Builds without a number count as new. */
export class ServerVersion {
  private minor: number | undefined;

  hear(header: string | undefined): void {
    const [, minor] = /^v?2\.(\d+)(?:\.|$)/.exec(header ?? "") ?? [];
    if (minor !== undefined) this.minor = Number(minor);
  }

  /** Known to be older than 2.`minor`. */
  isBefore(minor: number): boolean {
    return this.minor !== undefined && this.minor < minor;
  }

  get name(): string {
    return this.minor === undefined ? "of an unknown release" : `2.${this.minor}`;
  }
}
