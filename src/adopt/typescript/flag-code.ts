import { Decimal } from "../../terraform/value";
import { type Adopted, type Body, bodyAt, referenceTo, textAt } from "../inventory/adopted";
import type { FlagParts } from "../inventory/flag-groups";
import { hashOf } from "../inventory/resource-names";
import { conditionsCode, type Referred } from "./conditions";
import { call, type Code, isEmpty, list, object, string, word } from "./layout/code";
import { identifiers } from "./layout/identifiers";
import type { Module } from "./layout/module";
import type { ProgramScope } from "./program-scope";
import { propCode, propsOf, type Special } from "./props";
import { finish } from "./resource-code";
import { constructSegment } from "./segment-code";
import { optional, serveCode, textCode, variantsCode } from "./values";

const INDENT = "  ";

/** `export function newCheckout(project: Project): void { … }` */
export function flagFunction(module: Module, name: string, parts: FlagParts, scope: ProgramScope): void {
  module.useType("Project", "./project");
  module.function(name, [["project", "Project"]], "void");
  const { flag } = parts;
  const locals = identifiers([
    ...parts.definitions.map((each) => [each.importId, textAt(each.body, "environment") ?? ""] as const),
    ...parts.segments.map((each) => [`segment ${referenceTo(each)}`, `${each.displayName} segment`] as const),
    ...parts.overrides.map((each) => [each.importId, overrideName(each)] as const),
  ]);
  const referred: InFlag = {
    ...references(module, scope, locals),
    module,
    own: servesSeveralTypes(parts) ? "untyped" : "flag",
  };
  const own = propsOf(flag.body, module, { variants: (value) => variantsCode(value as Body, module) });
  const id = string(scope.ownNames.constructId(flag, flag.displayName));
  module.statement(
    INDENT,
    "const flag = ",
    call(`new ${module.use("FeatureFlag")}`, word("project.stack"), id, object(own.props)),
  );
  scope.ownNames.address(module, "flag", flag, INDENT);
  finish(module, "flag", flag, own, INDENT);
  if (referred.own === "untyped") {
    const named = call(
      `${module.use("FeatureFlag")}.fromFlagKey`,
      word("flag"),
      string("untyped"),
      string(textAt(flag.body, "key") ?? ""),
    );
    module.line();
    module.comment("It serves values of several types, so that it has none. By its key alone, none is checked.", INDENT);
    module.statement(INDENT, "", call("flag.addOverride", string("type"), word("null")));
    module.statement(INDENT, "const untyped = ", named);
  }
  for (const each of parts.segments) {
    module.line();
    constructSegment(module, locals.get(`segment ${referenceTo(each)}`) ?? "", each, referred, scope, INDENT);
  }
  for (const each of parts.definitions) definition(each, flag, locals.get(each.importId) ?? "", referred, scope);
  for (const each of parts.overrides) overrideApart(each, locals.get(each.importId) ?? "", referred, scope);
  module.line("}");
}

interface InFlag extends Referred {
  readonly module: Module;
  /** The variable of the flag itself. */
  readonly own: "flag" | "untyped";
}

/** A flag without a type is a boolean one: it would refuse what it serves. */
function servesSeveralTypes({ flag, definitions, overrides }: FlagParts): boolean {
  const isOther = (value: unknown): boolean => {
    if (typeof value !== "object" || value === null || value instanceof Decimal) return false;
    const { serve, ...rest } = value as Body;
    const served = bodyAt((serve ?? {}) as Body, "value");
    return (served !== undefined && !Object.hasOwn(served, "boolean")) || Object.values(rest).some(isOther);
  };
  return flag.body["type"] === undefined && [...definitions, ...overrides].some(({ body }) => isOther(body));
}

/** How code inside a flag's function refers to what is outside of it. */
function references(
  module: Module,
  scope: ProgramScope,
  locals: ReadonlyMap<string, string>,
): Omit<InFlag, "module" | "own"> {
  return {
    segment: (name) => {
      const local = locals.get(`segment ${name}`);
      if (local !== undefined) return word(local);
      return word(`project.segments.${scope.segments.get(name) ?? ""}`);
    },
    flag: (key) => call(`${module.use("FeatureFlag")}.fromFlagKey`, word("flag"), string(`flag ${key}`), string(key)),
  };
}

function definition(adopted: Adopted, flag: Adopted, variable: string, inFlag: InFlag, scope: ProgramScope): void {
  const referred = byIdWhereAlike(adopted, inFlag);
  const { module } = referred;
  const { body } = adopted;
  const isExact = textAt(body, "overrides") !== "listed";
  const set =
    (kind: "segment" | "identity"): Special =>
    (value) =>
      isExact ? exactSet(kind, value as Body, referred) : undefined;
  const leftOut: Special = () => undefined;
  const own = propsOf(body, module, {
    environment: leftOut,
    flag: leftOut,
    overrides: leftOut,
    segment_overrides: set("segment"),
    identity_overrides: set("identity"),
    serve: (value) => serveCode(value as Body, module),
    // The construct repeats the flag's variants.
    variants: (value) => (isSame(value, flag.body["variants"]) ? undefined : variantsCode(value as Body, module)),
    rules: (value) => list((value as readonly Body[]).map((each) => ruleCode(each, referred))),
  });
  const environment = word(`project.environments.${scope.environments.get(textAt(body, "environment") ?? "") ?? ""}`);
  const props = object(own.props);
  module.line();
  module.statement(
    INDENT,
    `const ${variable} = `,
    call(`${referred.own}.define`, environment, ...(isEmpty(props) ? [] : [props])),
  );
  scope.ownNames.address(module, variable, adopted, INDENT);
  finish(module, variable, adopted, own, INDENT);
  if (isExact) return;
  for (const [name, each] of Object.entries(bodyAt(body, "segment_overrides") ?? {}))
    module.statement(
      INDENT,
      "",
      call(`${variable}.overrideSegment`, referred.segment(name), ...options(each as Body, referred)),
    );
  for (const [name, each] of Object.entries(bodyAt(body, "identity_overrides") ?? {}))
    module.statement(INDENT, "", call(`${variable}.overrideIdentity`, string(name), ...options(each as Body, referred)));
}

/** Overrides are listed by the names of their segments. Those that several segments have are ids here, and stay so if there are two. */
function byIdWhereAlike({ body }: Adopted, referred: InFlag): InFlag {
  const { module, segment } = referred;
  const ids = Object.keys(bodyAt(body, "segment_overrides") ?? {}).filter((name) => name.startsWith("id:"));
  if (ids.length < 2) return referred;
  const byId = (id: string): Code =>
    call(
      `${module.use("Segment")}.fromName`,
      word("flag"),
      string(`${textAt(body, "environment") ?? ""} ${id}`),
      string(id),
    );
  return { ...referred, segment: (name) => (ids.includes(name) ? byId(name) : segment(name)) };
}

function exactSet(kind: "segment" | "identity", overrides: Body, referred: InFlag): Code {
  return list(
    Object.entries(overrides).map(([name, each]) => {
      const who = kind === "segment" ? referred.segment(name) : string(name);
      return object({ [kind]: who, ...audience(each as Body, referred) });
    }),
  );
}

function ruleCode(rule: Body, referred: InFlag): Code {
  return object({
    key: textCode(rule["key"]),
    description: optional(rule["description"], textCode),
    conditions: list(conditionsCode(rule["when"], referred)),
    ...audience(rule, referred),
  });
}

function overrideApart(adopted: Adopted, variable: string, referred: InFlag, scope: ProgramScope): void {
  const { module } = referred;
  const { body } = adopted;
  const [segment, identity] = [textAt(body, "segment"), textAt(body, "identity")];
  const constructor = module.use(segment === undefined ? "IdentityOverride" : "SegmentOverride");
  const props = object({
    flag: word(referred.own),
    environment: word(`project.environments.${scope.environments.get(textAt(body, "environment") ?? "") ?? ""}`),
    ...(segment === undefined ? { identity: textCode(identity) } : { segment: referred.segment(segment) }),
    ...audience(body, referred),
  });
  module.line();
  module.statement(
    INDENT,
    `const ${variable} = `,
    call(`new ${constructor}`, word("flag"), string(overrideName(adopted)), props),
  );
  scope.ownNames.address(module, variable, adopted, INDENT);
  finish(module, variable, adopted, { beyond: [] }, INDENT);
}

/** Such as `production beta`; an identity may be a person, and is not shown. */
function overrideName({ body }: Adopted): string {
  const audienceName = textAt(body, "segment") ?? `identity ${hashOf(textAt(body, "identity") ?? "")}`;
  return `${textAt(body, "environment") ?? ""} ${audienceName}`;
}

function options(override: Body, referred: InFlag): readonly Code[] {
  const own = object(audience(override, referred));
  return isEmpty(own) ? [] : [own];
}

function audience(override: Body, { module }: InFlag): Readonly<Record<string, Code | undefined>> {
  return {
    priority: optional(override["priority"], (value) => propCode("priority", value, module)),
    enabled: optional(override["enabled"], (value) => propCode("enabled", value, module)),
    serve: optional(override["serve"], (value) => serveCode(value as Body, module)),
  };
}

/** Shares in new environments belong to the flag alone. */
function isSame(own: unknown, ofFlag: unknown): boolean {
  return JSON.stringify(own) === JSON.stringify(ofFlag, (name, value: unknown) => (name === "weight" ? undefined : value));
}
