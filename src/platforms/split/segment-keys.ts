import { KEYS_PER_UPLOAD } from "./client";
import type { SplitContext } from "./context";
import type { Words } from "./requests";

interface Place {
  readonly id: string;
}

/** The identities that a standard segment lists, environment by environment. */
export class SegmentKeys {
  constructor(private readonly context: SplitContext) {}

  /** Where environments differ, the first that differs from the first: so that the difference shows. */
  async read(places: readonly Place[], name: string): Promise<string[]> {
    const lists = await Promise.all(places.map(async ({ id }) => (await this.context.segmentClient.keys(id, name)).sort()));
    const [first = [], ...others] = lists;
    return others.find((list) => list.join("\n") !== first.join("\n")) ?? first;
  }

  async add({ id }: Place, name: string, keys: readonly string[], words: Words): Promise<void> {
    for (const batch of batches(keys)) await this.context.segmentClient.uploadKeys(id, name, batch, words);
  }

  /** Sends what is missing, then what is too many: nobody falls out who is to stay. */
  async make(place: Place, name: string, wanted: readonly string[], words: Words): Promise<void> {
    const now = new Set(await this.context.segmentClient.keys(place.id, name));
    const all = new Set(wanted);
    await this.add(
      place,
      name,
      [...all].filter((key) => !now.has(key)),
      words,
    );
    const extra = [...now].filter((key) => !all.has(key));
    for (const batch of batches(extra)) await this.context.segmentClient.removeKeys(place.id, name, batch, words);
  }
}

function batches(keys: readonly string[]): string[][] {
  const count = Math.ceil(keys.length / KEYS_PER_UPLOAD);
  return Array.from({ length: count }, (_, index) => keys.slice(index * KEYS_PER_UPLOAD, (index + 1) * KEYS_PER_UPLOAD));
}
