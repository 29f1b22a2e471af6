import { type Fact, known, unknown } from "../fact";
import { readServe } from "./read-serve";
import { readNumber, readSwitch } from "./read-switch";
import { type Cell, cellOf, entries, isOpen, member, type ResourceValues, textIn } from "./resource-values";
import type { OverrideSet, WorldOverride } from "./world";

/** The overrides inside a definition. `mode`: its `overrides`. */
export function readOverrides(
  cell: Cell,
  mode: Cell,
  noun: "segment" | "identity",
  address: string,
  whose: string,
): OverrideSet<WorldOverride> {
  if (isOpen(cell))
    return { entries: [], complete: unknown("after apply", `the ${noun} overrides of ${whose} are known after the apply`) };
  return {
    entries: entries(cell).map(([subject, each]) => readOverride(each, subject, noun, address)),
    complete: completeness(cell, mode, noun, whose),
  };
}

function completeness(cell: Cell, mode: Cell, noun: string, whose: string): Fact<true> {
  if (cell.value === null || cell.value === undefined)
    return unknown("unmanaged", `the ${noun} overrides of ${whose} are not managed`);
  if (isOpen(mode)) return unknown("after apply", `whether the overrides of ${whose} are all is known after the apply`);
  return mode.value === "listed" ? unknown("unmanaged", `${whose} lists only its own ${noun} overrides`) : known(true);
}

function readOverride(cell: Cell, subject: string, noun: "segment" | "identity", address: string): WorldOverride {
  const whose = `the override for ${noun} ${JSON.stringify(subject)}`;
  return {
    subject,
    address,
    priority: priorityOf(cell, whose),
    enabled: orOn(readSwitch(member(cell, "enabled"), `whether ${whose} is on`)),
    serve: readServe(member(cell, "serve"), whose),
  };
}

/** A `flagform_segment_override` or `flagform_identity_override`. Undefined: whom it is for is not known. */
export function readSeparateOverride(resource: ResourceValues): WorldOverride | undefined {
  const cell = cellOf(resource);
  const noun = resource.type === "flagform_segment_override" ? "segment" : "identity";
  const subject = textIn(cell, noun);
  return subject === null ? undefined : readOverride(cell, subject, noun, resource.address);
}

function priorityOf(cell: Cell, whose: string): Fact<number | null> {
  const priority = readNumber(member(cell, "priority"), `the priority of ${whose}`);
  return !priority.known && priority.why === "unmanaged" ? known(null) : priority;
}

/** An override is on unless it says otherwise. */
function orOn(enabled: Fact<boolean>): Fact<boolean> {
  return !enabled.known && enabled.why === "unmanaged" ? known(true) : enabled;
}
