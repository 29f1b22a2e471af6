import { getOwn, setOwn } from "../../get-own";
import { type Body, SEGMENT } from "../inventory/adopted";

/**
 * A part of a stack that is planned by itself: a plan of everything keeps everything at once. Nothing is lost by it, for a flag and what
 * belongs to it are in one part, and what parts have in common are segments.
 */
export interface Part {
  readonly provider?: object;
  /** By type and name. */
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Body>>>>;
  readonly import?: readonly ImportBlock[];
}

export interface ImportBlock {
  readonly to: string;
  readonly id: string;
}

/** Segments that all flags share are divided too: there may be as many as flags. */
export const SEGMENTS_PER_PART = 500;

/** Whether a part has the resource itself, not only for those that refer to it. */
export function isIn({ resource = {} }: Part, address: string): boolean {
  const dot = address.indexOf(".");
  return getOwn(getOwn(resource, address.slice(0, dot)) ?? {}, address.slice(dot + 1)) !== undefined;
}

export function addressesIn({ resource = {} }: Part): readonly string[] {
  return Object.entries(resource).flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`));
}

/** All parts as one. */
export function together(parts: Iterable<Part>): Part {
  const all = [...parts];
  const resources = new Map<string, (readonly [name: string, body: Body])[]>();
  for (const { resource = {} } of all) {
    for (const [type, byName] of Object.entries(resource)) {
      const entries = resources.get(type) ?? [];
      resources.set(type, entries);
      for (const each of Object.entries(byName)) entries.push(each);
    }
  }
  const resource = Object.fromEntries([...resources].map(([type, entries]) => [type, Object.fromEntries(entries)]));
  return { ...all[0], resource, import: all.flatMap((part) => part.import ?? []) };
}

interface Known {
  readonly body: Body;
  readonly block: ImportBlock | undefined;
}

/** The segments of the parts so far. Each part is planned with those that it refers to. */
export class KnownSegments {
  private readonly known = new Map<string, Known>();

  /** A part as a stack that can be planned. */
  completed(part: Part): Part {
    const named = namesIn(part).filter((name) => !isIn(part, `${SEGMENT}.${name}`));
    const segments = { ...getOwn(part.resource ?? {}, SEGMENT) };
    const blocks = [...(part.import ?? [])];
    for (const name of named) {
      const found = this.known.get(name);
      if (found) setOwn(segments, name, found.body);
      if (found?.block) blocks.push(found.block);
    }
    this.learn(part);
    if (named.length === 0) return part;
    return { ...part, resource: { ...part.resource, [SEGMENT]: segments }, import: blocks };
  }

  private learn({ resource = {}, import: blocks = [] }: Part): void {
    const own = Object.entries(getOwn(resource, SEGMENT) ?? {});
    if (own.length === 0) return;
    const byAddress = new Map(blocks.map((each) => [each.to, each]));
    for (const [name, body] of own) this.known.set(name, { body, block: byAddress.get(`${SEGMENT}.${name}`) });
  }
}

/** The segments that a part refers to. Text that only looks so costs a segment more. */
function namesIn(part: Part): readonly string[] {
  const references = JSON.stringify(part.resource ?? {}).matchAll(/\$\{flagform_segment\.([A-Za-z0-9_-]+)\./g);
  return [...new Set([...references].map(([, name = ""]) => name))];
}
