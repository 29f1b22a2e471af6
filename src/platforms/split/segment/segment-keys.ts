import type { Project } from "../../port/named";
import type { ChangeRequestAnswer } from "../api/answers";
import { KEYS_PER_UPLOAD } from "../api/client";
import type { ChangeNote } from "../api/requests";
import type { Submitted } from "../run/change-requests";
import type { SplitContext } from "../run/context";
import type { Place } from "./segment-places";

/** A segment in one environment, and what messages and the change log call the change. */
export interface SegmentTarget {
  readonly project: Project;
  readonly place: Place;
  readonly name: string;
  readonly words: ChangeNote;
  readonly attempted: string;
}

/** The identities that a standard segment lists, environment by environment. */
export class SegmentKeys {
  constructor(private readonly context: SplitContext) {}

  /** If environments differ, the first that differs from the first one, so that the plan shows a difference. */
  async read(places: readonly Place[], name: string): Promise<string[]> {
    const [first = [], ...others] = await this.readEach(places, name);
    return others.find((list) => list.join("\n") !== first.join("\n")) ?? first;
  }

  /** By environment, sorted. */
  readEach(places: readonly Place[], name: string): Promise<string[][]> {
    return Promise.all(places.map(async ({ id }) => (await this.context.segmentClient.keys(id, name)).sort()));
  }

  /**
   * Adds what is missing, then removes what is too many, so that nobody who stays is removed in between. If that needs approval it is
   * submitted, one request at a time: the removal follows when the addition is approved.
   */
  async setKeys(target: SegmentTarget, wanted: readonly string[], isFresh = false): Promise<Submitted | undefined> {
    const now = new Set(isFresh ? [] : await this.context.segmentClient.keys(target.place.id, target.name));
    const all = new Set(wanted);
    const missing = [...all].filter((key) => !now.has(key));
    const extra = [...now].filter((key) => !all.has(key));
    return (await this.send("CREATE", target, missing)) ?? (await this.send("ARCHIVE", target, extra));
  }

  private async send(operation: Operation, target: SegmentTarget, keys: readonly string[]): Promise<Submitted | undefined> {
    const { segmentClient, approvals } = this.context;
    const { place, name, words } = target;
    for (const batch of batches(keys)) {
      const submitted = await approvals.writeOrSubmit(
        place,
        () =>
          operation === "CREATE"
            ? segmentClient.uploadKeys(place.id, name, batch, words)
            : segmentClient.removeKeys(place.id, name, batch, words),
        () => this.submit(operation, target, batch),
      );
      if (submitted) return submitted;
    }
    return undefined;
  }

  private submit(operation: Operation, { place, ...target }: SegmentTarget, keys: readonly string[]): Promise<Submitted> {
    return this.context.changeRequests.submit({
      ...target,
      environment: place,
      kind: "segment",
      operation,
      content: { keys },
      isSame: ({ segment }) => hasSameKeys(segment, keys),
      what: `segment ${target.name}`,
    });
  }
}

/** What the API calls adding keys and removing them. */
type Operation = "CREATE" | "ARCHIVE";

function hasSameKeys(segment: ChangeRequestAnswer["segment"], keys: readonly string[]): boolean {
  const asked: unknown = segment?.["keys"];
  return Array.isArray(asked) && asked.map(String).sort().join("\n") === [...keys].sort().join("\n");
}

function batches(keys: readonly string[]): string[][] {
  const count = Math.ceil(keys.length / KEYS_PER_UPLOAD);
  return Array.from({ length: count }, (_, index) => keys.slice(index * KEYS_PER_UPLOAD, (index + 1) * KEYS_PER_UPLOAD));
}
