import { getOwn } from "../../../get-own";
import type { Columns, ColumnValue } from "../../../platforms/model/flagsmith-settings";
import type { PlanContext } from "../../../terraform/resource";
import type { Type, ValueOf } from "../../../terraform/schema";
import { isUnknown, type Unknown } from "../../../terraform/value";
import type { Client } from "../../run/client";
import { handedOver } from "../handed-over";
import { same } from "../known";

/**
 * Attributes that are columns of Flagsmith's, with the same name. If null is a valid value of a column, the attribute has a
 * word for it, because null in a configuration means "not managed".
 */
interface Column {
  /** The server's default: left out after an import. */
  readonly initial: ColumnValue;
  toColumn(attribute: ColumnValue): ColumnValue;
  toAttribute(column: ColumnValue): ColumnValue;
}

export type ColumnTable = Readonly<Record<string, Column>>;

function plain(initial: ColumnValue): Column {
  return { initial, toColumn: (value) => value, toAttribute: (value) => value };
}

export const SWITCHED_ON = plain(true);
export const SWITCHED_OFF = plain(false);

export function number(initial: number): Column {
  return plain(initial);
}

/** Text that may be missing: an empty text means none. */
export const TEXT: Column = {
  initial: null,
  toColumn: (value) => (value === "" ? null : value),
  toAttribute: (value) => value ?? "",
};

/** `on`, `off`, or `inherit` (as in the project). */
export const INHERITED: Column = {
  initial: null,
  toColumn: (value) => (value === "inherit" ? null : value === "on"),
  toAttribute: (value) => (value === null ? "inherit" : value === true ? "on" : "off"),
};

/** `off`, or how many approvals a change request needs (0 is valid too). */
export const APPROVALS: Column = {
  initial: null,
  toColumn: (value) => (value === "off" ? null : Number(value)),
  toAttribute: (value) => (value === null ? "off" : String(value)),
};

type Attributes = Readonly<Record<string, unknown>>;

/** The columns for the attributes that an object sets. */
export function columnsOf(table: ColumnTable, attributes: object | null): Columns {
  const stated = new Map<string, unknown>(Object.entries(attributes ?? {}));
  const columns = Object.entries(table).flatMap(([name, column]): [string, ColumnValue][] => {
    const value = stated.get(name) ?? null;
    return isColumnValue(value) && value !== null ? [[name, column.toColumn(value)]] : [];
  });
  return Object.fromEntries(columns);
}

/** The columns that a change alters. An attribute that is no longer set stays as it is. */
export function changedColumns(table: ColumnTable, prior: object | null, planned: object | null): Columns {
  const before = columnsOf(table, prior);
  return Object.fromEntries(
    Object.entries(columnsOf(table, planned)).filter(([name, value]) => getOwn(before, name) !== value),
  );
}

/** What a read returns for them: the same as `reread` for single attributes. */
export function readColumns(
  table: ColumnTable,
  stated: object | null,
  columns: Columns,
  imported: boolean,
): Readonly<Record<string, ColumnValue>> {
  const before = new Map<string, unknown>(Object.entries(stated ?? {}));
  return Object.fromEntries(
    Object.entries(table).map(([name, column]) => {
      const remote = getOwn(columns, name) ?? null;
      const isStated = (before.get(name) ?? null) !== null;
      const tells = isStated || (imported && Object.hasOwn(columns, name) && remote !== column.initial);
      return [name, tells ? column.toAttribute(remote) : null];
    }),
  );
}

/** Null if there is nothing to show: nobody writes an empty object. */
export function orNull<T extends object>(attributes: T, stated: object | null): T | null {
  return stated !== null || Object.values(attributes).some((value) => value !== null) ? attributes : null;
}

/** The same as `warnHandedOver`, for attributes inside the nested one. */
export function warnHandedOverWithin(
  prior: object | null,
  config: ValueOf<Type, Unknown> | object | null,
  within: string,
  { warn }: PlanContext<Client>,
  except: readonly string[] = [],
): void {
  if (prior === null || isUnknown(config)) return;
  const settings: Attributes = config === null ? {} : { ...(config as object) };
  for (const [name, value] of Object.entries(prior)) {
    if (value === null || except.includes(name) || (getOwn(settings, name) ?? null) !== null) continue;
    warn(`\`${within}.${name}\` is no longer managed`, handedOver(name), config === null ? [within] : [within, name]);
  }
}

/** What a change of custom fields sends: the differences, and null for fields that were removed while others remain. */
export function changedFields(
  prior: Readonly<Record<string, string>> | null,
  planned: Readonly<Record<string, string>> | null,
): Readonly<Record<string, string | null>> | undefined {
  if (planned === null || same(prior, planned)) return undefined;
  const dropped = Object.keys(prior ?? {}).filter((name) => getOwn(planned, name) === undefined);
  const changed = Object.entries(planned).filter(([name, value]) => getOwn(prior, name) !== value);
  return Object.fromEntries([...changed, ...dropped.map((name): [string, null] => [name, null])]);
}

/** Fields that the state does not contain belong to others. */
export function readFields(
  stated: Readonly<Record<string, string>> | null,
  remote: Readonly<Record<string, string>>,
  imported: boolean,
): Readonly<Record<string, string>> | null {
  if (stated === null) return imported && Object.keys(remote).length > 0 ? remote : null;
  return Object.fromEntries(Object.entries(remote).filter(([name]) => getOwn(stated, name) !== undefined));
}

function isColumnValue(value: unknown): value is ColumnValue {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
