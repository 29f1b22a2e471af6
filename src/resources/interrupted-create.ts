import type { Named } from "../platforms/platform";
import { same } from "./known";

/** Longer ago, and it is no longer this deployment's repetition that finds it. */
const RECENT_MS = 24 * 60 * 60 * 1000;

/**
 * Whether a thing that stands in the way of a create is what an interrupted run of this very create has left: made recently,
 * and in everything as it would be made now. A thing that somebody has set up further is theirs.
 */
export function isInterruptedCreate(found: Named, settings: { readonly name: string }): boolean {
  const { id, name, createdAt, ...actual } = found;
  if (name !== settings.name || createdAt === undefined) return false;
  return (
    Date.now() - Date.parse(createdAt) < RECENT_MS && matches({ ...settings, name: undefined, making: undefined }, actual)
  );
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
