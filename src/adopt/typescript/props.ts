import { getOwn, setOwn } from "../../get-own";
import { type Body, bodyAt } from "../inventory/adopted";
import { type Code, Inexpressible, object, word } from "./layout/code";
import type { Module } from "./layout/module";
import { literal } from "./values";

/** Attributes as props of a construct: in camel case, with enums for the texts that have one. */

const ENUMS: Readonly<Record<string, string>> = {
  type: "FlagType",
  "split.kind": "SplitSegmentKind",
  "mixpanel.serving_method": "MixpanelServingMethod",
  refresh: "RefreshMode",
  "flagsmith.write_api": "FlagsmithWriteApi",
  "split.patch_guards": "SplitPatchGuards",
  "split.on_approval_required": "SplitOnApprovalRequired",
  "mixpanel.region": "MixpanelRegion",
};

/** Props of this attribute, by the attribute's name; or that it cannot be one, which its resource then overrides. */
export type Special = (value: unknown) => Code | undefined;

export interface Props {
  readonly props: Readonly<Record<string, Code>>;
  /** Attributes that no prop can say, with the reason. */
  readonly beyond: readonly (readonly [attribute: string, why: string])[];
}

/** `special` says how attributes become props that do not look like them; undefined leaves one out. */
export function propsOf(body: Body, module: Module, special: Readonly<Record<string, Special>>): Props {
  const props: Record<string, Code> = {};
  const beyond: (readonly [string, string])[] = [];
  for (const [name, value] of Object.entries(body)) {
    try {
      const own = getOwn(special, name);
      const code = own ? own(value) : propCode(name, value, module);
      if (code) setOwn(props, camelCase(name), code);
    } catch (cause) {
      if (!(cause instanceof Inexpressible)) throw cause;
      beyond.push([name, cause.message]);
    }
  }
  return { props, beyond };
}

export function propCode(path: string, value: unknown, module: Module): Code {
  const enumName = getOwn(ENUMS, path);
  if (enumName !== undefined && typeof value === "string") return word(`${module.use(enumName)}.${memberOf(value)}`);
  const inner = PLATFORMS.includes(path) ? bodyAt({ value }, "value") : undefined;
  if (!inner) return literal(value);
  return object(
    Object.fromEntries(
      Object.entries(inner).map(([name, each]) => [camelCase(name), propCode(`${path}.${name}`, each, module)]),
    ),
  );
}

/** `__future__` is FUTURE. */
function memberOf(value: string): string {
  return value
    .split("_")
    .filter((part) => part !== "")
    .join("_")
    .toUpperCase();
}

const PLATFORMS = ["flagsmith", "split", "vercel", "mixpanel"];

export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
