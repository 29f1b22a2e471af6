import { getOwn } from "../../get-own";
import { isOfEarlierRun } from "../../platforms/adapter/lists/earlier-run";
import { sameValue } from "../../platforms/model/flag-value";
import { OFF, ON, type Variant } from "../../platforms/model/variant";
import type { Named } from "../../platforms/port/named";
import type { PlatformClock } from "../../platforms/port/platform";
import { same } from "../common/known";

/**
 * Whether an existing object may be left from an interrupted run of the same create: created recently (by the platform's
 * clock), but before this run began, and with no content that this create would not set. It may lack what the run had not
 * reached. An object that someone has set up further is theirs; the caller checks who uses it.
 */
export function isInterruptedCreate(found: Named, settings: Wanted, clock: PlatformClock): boolean {
  return isOfEarlierRun(found, clock) && found.name === settings.name && isPartOf(found, settings);
}

/** What such an object still lacks; undefined if nothing. */
export function whatIsMissing<S extends Wanted>(found: Named, settings: S): Partial<S> | undefined {
  const actual = new Map<string, unknown>(Object.entries(found));
  const lacking = Object.entries(settings).filter(([key, wanted]) => {
    if (NEVER_LATER.has(key) || wanted === undefined || !actual.has(key)) return false;
    if (key === "settings") return !contains(actual.get(key), wanted);
    if (key === "variants") return !(wanted as readonly Variant[]).every((each) => hasVariant(found as Named & Found, each));
    return !matches(wanted, actual.get(key));
  });
  return lacking.length > 0 ? (Object.fromEntries(lacking) as Partial<S>) : undefined;
}

/** Attributes that only a create sends. */
const NEVER_LATER: ReadonlySet<string> = new Set(["name", "type", "initial", "making"]);

interface Found {
  readonly settings?: object;
  readonly variants?: readonly Variant[];
  readonly type?: string;
}

interface Wanted extends Found {
  readonly name: string;
  readonly making?: unknown;
}

function isPartOf(found: Named, wanted: Wanted): boolean {
  const { id, name, createdAt, settings: own, variants: has, type: kind, ...actual }: Named & Found = found;
  const { name: _, making, settings: wantedOwn, variants = [], type = "boolean", ...rest } = wanted;
  // Data that the platform does not return for a flag cannot differ, and it fills in settings that nobody set.
  if (kind !== undefined && !sameType(type, kind)) return false;
  if (has !== undefined && !addsNoVariant(variants, has)) return false;
  return addsNothing(rest, actual) && contains(own, wantedOwn);
}

/** Some platforms only have numbers, and return whole ones as integers. */
function sameType(wanted: string, actual: string): boolean {
  return wanted === actual || [wanted, actual].every((kind) => kind === "number" || kind === "integer");
}

/** Except for the variants that a boolean flag has by default. */
function addsNoVariant(wanted: readonly Variant[], actual: readonly Variant[]): boolean {
  return actual.every(({ key, value, ...rest }) => {
    const own = wanted.find((each) => each.key === key);
    if (!own) return isImplicit(key, value) && isBlank(rest);
    const { key: _, value: stated, ...words } = own;
    return sameValue(value, stated) && matches(words, rest);
  });
}

function hasVariant(found: Found & Named, { key }: Variant): boolean {
  return (found.variants ?? []).some((each) => each.key === key);
}

function isImplicit(key: string, value: Variant["value"]): boolean {
  return value.kind === "boolean" && key === (value.value ? ON : OFF);
}

function contains(actual: unknown, wanted: unknown): boolean {
  if (wanted === undefined) return true;
  if (!isRecord(wanted)) return same(sorted(wanted), sorted(actual));
  return isRecord(actual) && Object.entries(wanted).every(([key, value]) => contains(getOwn(actual, key), value));
}

/** Whether everything that exists is wanted. */
function addsNothing(wanted: unknown, actual: unknown): boolean {
  if (isBlank(actual)) return true;
  if (isRecord(wanted) && isRecord(actual)) {
    return Object.entries(actual).every(([key, value]) => addsNothing(getOwn(wanted, key), value));
  }
  if (isTexts(wanted) && isTexts(actual)) return actual.every((each) => wanted.includes(each));
  return matches(wanted, actual);
}

function matches(wanted: unknown, actual: unknown): boolean {
  if (wanted === undefined || wanted === null) return isBlank(actual);
  if (isRecord(wanted) && isRecord(actual)) {
    return [...new Set([...Object.keys(wanted), ...Object.keys(actual)])].every((key) =>
      matches(getOwn(wanted, key), getOwn(actual, key)),
    );
  }
  return same(sorted(wanted), sorted(actual));
}

/** A platform's default for a setting that nobody set. */
function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.values(value).every(isBlank);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

/** Labels have no order. */
function sorted(value: unknown): unknown {
  return isTexts(value) ? [...value].sort() : value;
}
