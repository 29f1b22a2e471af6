import { sameValue } from "../platforms/flag-value";
import type { Named } from "../platforms/platform";
import { OFF, ON, type Variant } from "../platforms/variant";
import { same } from "./known";

/** Longer ago, and it is no longer this deployment's repetition that finds it. */
const RECENT_MS = 24 * 60 * 60 * 1000;

/**
 * Whether a thing that stands in the way of a create is what an interrupted run of this very create has left: made recently,
 * and in everything as it would be made now. A thing that somebody has set up further is theirs.
 */
export function isInterruptedCreate(found: Named, settings: Wanted): boolean {
  const { id, name, createdAt, settings: own, variants: has, ...actual }: Named & Told = found;
  if (name !== settings.name || createdAt === undefined) return false;
  if (Date.now() - Date.parse(createdAt) >= RECENT_MS) return false;
  const { name: _, making, settings: wantedOwn, variants = [], ...wanted } = settings;
  // What the platform does not tell of a flag cannot differ, and of its own settings it fills in what nobody states.
  const told = Object.entries(wanted).filter(([key]) => key in actual || key !== "type");
  if (has !== undefined && !sameVariants(variants, has)) return false;
  return matches(Object.fromEntries(told), actual) && contains(own, wantedOwn);
}

interface Told {
  readonly settings?: object;
  readonly variants?: readonly Variant[];
}

interface Wanted extends Told {
  readonly name: string;
  readonly making?: unknown;
}

/** Beside the variants of a boolean flag that it has unsaid. */
function sameVariants(wanted: readonly Variant[], actual: readonly Variant[]): boolean {
  return (
    wanted.every(({ key }) => actual.some((each) => each.key === key)) &&
    actual.every(({ key, value, ...rest }) => {
      const own = wanted.find((each) => each.key === key);
      if (!own) return isImplicit(key, value) && isBlank(rest);
      const { key: _, value: stated, ...words } = own;
      return sameValue(value, stated) && matches(words, rest);
    })
  );
}

function isImplicit(key: string, value: Variant["value"]): boolean {
  return value.kind === "boolean" && key === (value.value ? ON : OFF);
}

function contains(actual: unknown, wanted: unknown): boolean {
  if (wanted === undefined) return true;
  if (!isRecord(wanted)) return same(sorted(wanted), sorted(actual));
  return isRecord(actual) && Object.entries(wanted).every(([key, value]) => contains(actual[key], value));
}

function matches(wanted: unknown, actual: unknown): boolean {
  if (wanted === undefined || wanted === null) return isBlank(actual);
  if (isRecord(wanted) && isRecord(actual)) {
    return [...new Set([...Object.keys(wanted), ...Object.keys(actual)])].every((key) => matches(wanted[key], actual[key]));
  }
  return same(sorted(wanted), sorted(actual));
}

/** What a platform gives to a setting that nobody stated. */
function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.values(value).every(isBlank);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Labels have no order. */
function sorted(value: unknown): unknown {
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? [...value].sort() : value;
}
