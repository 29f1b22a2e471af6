import { type Adopted, type Body, bodyAt, type Inventory, isShared, referenceTo } from "../inventory/adopted";
import { isOfFlag } from "../inventory/flag-groups";
import { conditionsCode, type Referred } from "./conditions";
import { call, list, object, string, word } from "./layout/code";
import { Module } from "./layout/module";
import type { OwnNames } from "./own-names";
import { type ProgramScope, segmentsInRules } from "./program-scope";
import { propCode, propsOf } from "./props";
import { finish } from "./resource-code";

const INDENT = "  ";

/** The file with the segments that several flags may use. Undefined: there are none. */
export function segmentsModule({ segments }: Inventory, scope: ProgramScope): Module | undefined {
  if (scope.segments.size === 0) return undefined;
  const module = new Module("segments");
  module.typed("/** The segments by the names that flags use. */");
  module.function("addSegments", [["stack", module.useType("TerraformStack", "cdktf")]]);
  const shared = inOrder(segments.filter((each) => !isOfFlag(each)));
  const declared = new Set<string>();
  for (const name of scope.unmanagedSegments) {
    if (declared.size === 0) module.comment("Not managed here: they belong to others, or cannot be expressed.", INDENT);
    const named = call(`${module.use("Segment")}.fromName`, word("stack"), string(`segment ${name}`), string(name));
    module.statement(INDENT, `const ${scope.segments.get(name) ?? ""} = `, named);
    declared.add(name);
  }
  shared.forEach((each, index) => {
    if (index > 0 || declared.size > 0) module.line();
    const own = referenceTo(each);
    const variable = scope.segments.get(own) ?? "";
    const segment: Referred["segment"] = (name) =>
      declared.has(name)
        ? word(scope.segments.get(name) ?? "")
        : call(`${module.use("Segment")}.fromName`, word("stack"), string(`${name} in ${own}`), string(name));
    const flag: Referred["flag"] = (key) =>
      call(`${module.use("FeatureFlag")}.fromFlagKey`, word("stack"), string(`flag ${key} in ${own}`), string(key));
    constructSegment(module, variable, each, { module, segment, flag }, scope, INDENT);
    declared.add(own);
  });
  module.line(`${INDENT}return {`);
  for (const name of [...scope.segments.values()].sort()) module.line(`${INDENT}${INDENT}${name},`);
  module.line(`${INDENT}};`);
  module.line("}");
  module.typed("");
  module.typed("export type Segments = ReturnType<typeof addSegments>;");
  return module;
}

/** A segment, as a constant. */
export function constructSegment(
  module: Module,
  variable: string,
  adopted: Adopted,
  referred: Referred,
  { ownNames }: ProgramScope,
  indent: string,
): void {
  const { body } = adopted;
  const own = propsOf({ ...body, flagsmith: ofPlatform(body) }, module, {
    rules: () => undefined,
    flagsmith: (value) => {
      const rest = value as Body;
      if (Object.keys(rest).length === 0 && !isOfFlag(adopted)) return undefined;
      const stated = propCode("flagsmith", rest, module);
      const entries = stated.kind === "object" ? Object.fromEntries(stated.entries) : {};
      return object({ ...(isOfFlag(adopted) && { flag: word("flag") }), ...entries });
    },
  });
  const rules = propsOf({ conditions: body["rules"] ?? null }, module, {
    conditions: (value) => (value === null ? undefined : list(conditionsCode(value, referred))),
  });
  const beyond = [...own.beyond, ...rules.beyond.map(([, why]) => ["rules", why] as const)];
  const { name, description, ...others } = own.props;
  const props = object({ name, description, ...rules.props, ...others });
  const scope = isOfFlag(adopted) ? "project.stack" : "stack";
  module.statement(
    indent,
    `const ${variable} = `,
    call(`new ${module.use("Segment")}`, word(scope), string(segmentConstructId(adopted, ownNames)), props),
  );
  // Several have the name, of which the address is made otherwise.
  if (isShared(adopted))
    module.statement(
      indent,
      "",
      call(`${variable}.overrideLogicalId`, string(`segment-${adopted.ids["segment_id"] ?? ""}`)),
    );
  else ownNames.address(module, variable, adopted, indent);
  finish(module, variable, adopted, { beyond }, indent);
}

/** The id of a segment's construct. */
export function segmentConstructId(adopted: Adopted, ownNames: OwnNames): string {
  const { displayName, importId } = adopted;
  return ownNames.constructId(adopted, `segment ${isShared(adopted) ? `${displayName} ${importId}` : displayName}`);
}

/** Without the flag, which is said by the construct. */
function ofPlatform(body: Body): Body {
  const { flag: _flag, flag_id: _id, ...rest } = bodyAt(body, "flagsmith") ?? {};
  return rest;
}

/** Those first that others refer to; where they refer to each other, in the order of their names. */
function inOrder(segments: readonly Adopted[]): readonly Adopted[] {
  const byName = new Map(segments.map((each) => [referenceTo(each), each]));
  const ordered = new Set<Adopted>();
  const open = new Set<Adopted>();
  const add = (each: Adopted): void => {
    if (ordered.has(each) || open.has(each)) return;
    open.add(each);
    for (const name of segmentsInRules(each.body["rules"])) {
      const other = byName.get(name);
      if (other) add(other);
    }
    ordered.add(each);
  };
  segments.forEach(add);
  return [...ordered];
}
