import { isMadeSince } from "../../../http/pace/server-clock";
import type { HttpAnswer } from "../../../http/request";

interface Created {
  readonly name: string;
  readonly id?: number | string | undefined;
  readonly created_date?: string | null | undefined;
  readonly created_at?: string | null | undefined;
}

/**
 * Whether a create without an answer was done: an object with the name exists, was created since, and has the values sent.
 * Any other object with that name is not ours: sent again, the create is refused as it should be.
 */
export async function findLanded<T extends Created>(
  sent: Readonly<Record<string, unknown>>,
  since: number | undefined,
  list: () => Promise<readonly T[]>,
): Promise<HttpAnswer | undefined> {
  const all = await list();
  const found = all.find((each) => isSent(sent, each));
  return found && isMadeSince(createdAt(found), since) && isNewest(found, all) ? { status: 201, body: found } : undefined;
}

/** Compares plain texts and booleans; parts that the server rewrites (ids, rules) are ignored. */
function isSent(sent: Readonly<Record<string, unknown>>, found: object): boolean {
  const texts = new Map<string, unknown>(Object.entries(found));
  return Object.entries(sent).every(
    ([key, value]) =>
      !texts.has(key) || (typeof value !== "string" && typeof value !== "boolean") || texts.get(key) === value,
  );
}

function createdAt({ created_date: date, created_at: at }: Created): string | null | undefined {
  return date ?? at;
}

/** Environments and projects have no creation time; but their ids are increasing numbers. */
function isNewest(found: Created, all: readonly Created[]): boolean {
  if (createdAt(found) !== undefined) return true;
  return all.every(({ id }) => typeof id !== "number" || typeof found.id !== "number" || id <= found.id);
}
