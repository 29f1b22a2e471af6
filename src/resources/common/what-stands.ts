import { Decimal, isUnknown } from "../../terraform/value";
import { member } from "../../terraform/values/equality";
import { same } from "./known";

/** Sets by key: each element is stored or refused separately. */
const BY_KEY: ReadonlySet<string> = new Set(["segment_overrides", "identity_overrides", "variants", "traits"]);

const COMPUTED: ReadonlySet<string> = new Set(["id", "uuid", "scope", "revision", "project", "adopt_existing"]);

/** Where an object is: a creation does not report these. */
const PLACE: ReadonlySet<string> = new Set(
  ["environment", "flag", "segment"].flatMap((parent) => [parent, `${parent}_id`]).concat("identity"),
);

interface Change {
  readonly name: string;
  readonly before: unknown;
  readonly planned: unknown;
  readonly found: unknown;
}

/**
 * Describes the result of a failed write, for its error. `found` is what was read afterwards: undefined if nothing exists. A
 * write can store a part before it is refused.
 */
export function whatStands(prior: object | null, planned: object, found: object | undefined): string | undefined {
  const all = changesOf(prior ?? {}, planned, found ?? {});
  const changes = prior ? all : all.filter(({ name }) => !PLACE.has(name));
  if (changes.length === 0) return undefined;
  if (!found) return "Read again after the failure: it does not exist.";
  const done = changes.filter((each) => covers(each.planned, each.found));
  const open = changes.filter((each) => !done.includes(each));
  const unchanged = prior !== null && open.length === changes.length && open.every((each) => same(each.found, each.before));
  if (unchanged) return "Read again after the failure: nothing was stored.";
  const parts = [
    done.length > 0 ? `${namesOf(done)} ${done.length > 1 ? "are" : "is"} as planned` : "",
    ...open.map((each) => {
      const kept = prior !== null && same(each.found, each.before);
      return `\`${each.name}\` is ${kept ? "still " : ""}${each.found === null ? "not set" : shown(each.found)}`;
    }),
  ].filter(Boolean);
  const partly = done.length > 0 && open.length > 0 ? "A part was stored. " : "";
  return `${partly}Read again after the failure: ${parts.join("; ")}.`;
}

function changesOf(prior: object, planned: object, found: object, within?: string): Change[] {
  return Object.keys(planned).flatMap((key): Change[] => {
    if (within === undefined && COMPUTED.has(key)) return [];
    const [before, wanted, now] = [prior, planned, found].map((each) => member(each, key) ?? null);
    if (wanted === null || isUnknown(wanted) || same(wanted, before)) return [];
    if (within === undefined && BY_KEY.has(key) && typeof wanted === "object" && !(wanted instanceof Decimal)) {
      return changesOf(Object(before ?? {}) as object, wanted, Object(now ?? {}) as object, key);
    }
    const name = within === undefined ? key : `${within}[${JSON.stringify(key)}]`;
    return [{ name, before, planned: wanted, found: now }];
  });
}

/** Whether everything planned was found: a read fills in what the plan leaves open inside an object. */
function covers(planned: unknown, found: unknown): boolean {
  if (planned === null || isUnknown(planned)) return true;
  if (typeof planned !== "object" || planned instanceof Decimal || Array.isArray(planned)) return same(planned, found);
  return Object.entries(planned).every(([key, inner]) => covers(inner, member(Object(found) as object, key) ?? null));
}

function namesOf(changes: readonly Change[]): string {
  const names = changes.map(({ name }) => `\`${name}\``);
  const last = names.pop() ?? "";
  return names.length > 0 ? `${names.join(", ")} and ${last}` : last;
}

const LONGEST = 200;

/** As in a configuration, without nulls. */
function shown(value: unknown): string {
  const text = spelled(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function spelled(value: unknown): string {
  if (value instanceof Decimal) return value.text;
  if (value === null || isUnknown(value)) return "null";
  if (Array.isArray(value)) return `[${value.map(spelled).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return `{ ${entries.map(([key, inner]) => `${key} = ${spelled(inner)}`).join(", ")} }`;
}
