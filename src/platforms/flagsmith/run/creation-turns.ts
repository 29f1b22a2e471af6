type Kind = "environment" | "flag";

interface Waiting {
  readonly kind: Kind;
  enter(): void;
}

interface Room {
  kind: Kind;
  inside: number;
  waiting: Waiting[];
}

/**
 * Environments and flags of one project are created in turns: several environments at a time, or several flags, never both. A flag that is posted
 * while an environment is being created gets no state in it, and the server never repairs that (seen on 2.265, in 4 of 6 applies).
 */
export class CreationTurns {
  private readonly rooms = new Map<string, Room>();

  /** The work must not wait for a turn of the other kind. */
  async take<T>(project: { readonly id: string }, kind: Kind, work: () => Promise<T>): Promise<T> {
    await this.enter(project.id, kind);
    try {
      return await work();
    } finally {
      this.leave(project.id);
    }
  }

  /** New arrivals queue behind waiting ones, so that neither kind starves the other. */
  private enter(project: string, kind: Kind): Promise<void> | undefined {
    const room = this.rooms.get(project);
    if (!room) {
      this.rooms.set(project, { kind, inside: 1, waiting: [] });
      return undefined;
    }
    if (room.kind === kind && room.waiting.length === 0) {
      room.inside++;
      return undefined;
    }
    return new Promise((resolve) => room.waiting.push({ kind, enter: resolve }));
  }

  private leave(project: string): void {
    const room = this.rooms.get(project);
    if (!room || --room.inside > 0) return;
    const [next] = room.waiting;
    if (!next) {
      this.rooms.delete(project);
      return;
    }
    const entering = room.waiting.filter(({ kind }) => kind === next.kind);
    room.waiting = room.waiting.filter(({ kind }) => kind !== next.kind);
    room.kind = next.kind;
    room.inside = entering.length;
    for (const { enter } of entering) enter();
  }
}
