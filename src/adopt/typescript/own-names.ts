import { type Adopted, FLAG, keyOf, SEGMENT } from "../inventory/adopted";
import { hashOf, ownName } from "../inventory/resource-names";
import { call, string } from "./layout/code";
import type { Module } from "./layout/module";

/**
 * The flags and segments that get an address and a construct id of their own, because those made of their names are another's too: as of
 * "beta testers" and "beta-testers", or of "constructor", which every JavaScript object has. What belongs to a flag shares its fate.
 */
export class OwnNames {
  constructor(private readonly keys: ReadonlySet<string> = new Set()) {}

  has(adopted: Adopted): boolean {
    return this.keys.has(rootOf(adopted));
  }

  with(more: readonly Adopted[]): OwnNames {
    return new OwnNames(new Set([...this.keys, ...more.map(rootOf)]));
  }

  /** The id of its construct. */
  constructId(adopted: Adopted, usual: string): string {
    return this.has(adopted) ? `${usual} ${hashOf(adopted.importId)}` : usual;
  }

  /** The line that gives it its address, if it needs one. */
  address(module: Module, variable: string, adopted: Adopted, indent: string): void {
    if (this.has(adopted)) module.statement(indent, "", call(`${variable}.overrideLogicalId`, string(ownName(adopted))));
  }
}

export const NO_NAMES = new OwnNames();

function rootOf({ type, ids }: Adopted): string {
  const flag = ids["flag_id"];
  return keyOf(type === SEGMENT || flag === undefined ? { type, ids } : { type: FLAG, ids: { flag_id: flag } });
}
