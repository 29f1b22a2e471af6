import { getOwn } from "../../get-own";
import type { PlatformName } from "./world";

/** One resource as Terraform shows it: of a state, or of one side of a planned change. */
export interface ResourceValues {
  readonly address: string;
  /** `flagform_feature_flag` and so on; others are ignored. */
  readonly type: string;
  /** The attributes, as JSON objects of `terraform show -json` have them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What of them is known only after the apply, as `after_unknown` has it: `true` in the place of what is unknown. */
  readonly unknown?: unknown;
  /** The provider configuration, as `provider_config_key` has it. Default: one for all. */
  readonly provider?: string;
  /** Default: taken from `scope`. */
  readonly platform?: PlatformName;
}

/** A value inside a resource, and what of it is unknown. */
export interface Cell {
  readonly value: unknown;
  readonly unknown: unknown;
}

export function cellOf({ values, unknown }: ResourceValues): Cell {
  return { value: values, unknown };
}

/** A member of an object or map. What is unknown as a whole has unknown members. */
export function member({ value, unknown }: Cell, name: string): Cell {
  return { value: memberOf(value, name) ?? null, unknown: unknown === true || memberOf(unknown, name) };
}

/** The elements of a list, in order. */
export function elements({ value, unknown }: Cell): Cell[] {
  const marks: readonly unknown[] = Array.isArray(unknown) ? unknown : [];
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.map((each, index) => ({ value: each, unknown: unknown === true || marks[index] }));
}

/** The entries of a map, also those that are unknown as a whole. */
export function entries(cell: Cell): (readonly [string, Cell])[] {
  const keys = [cell.value, cell.unknown].flatMap((each) => (isObject(each) ? Object.keys(each) : []));
  return [...new Set(keys)].map((key) => [key, member(cell, key)] as const);
}

/** Whether it is unknown as a whole. */
export function isOpen({ unknown }: Cell): boolean {
  return unknown === true;
}

/** Whether nothing in it is unknown. */
export function isClosed({ unknown }: Cell): boolean {
  return !holdsTrue(unknown);
}

function holdsTrue(mark: unknown): boolean {
  if (mark === true) return true;
  return typeof mark === "object" && mark !== null && Object.values(mark).some(holdsTrue);
}

export function textIn(cell: Cell, name: string): string | null {
  const { value } = member(cell, name);
  return typeof value === "string" ? value : null;
}

function memberOf(object: unknown, name: string): unknown {
  return isObject(object) ? getOwn(object, name) : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
