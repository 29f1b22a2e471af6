import { getOwn } from "../../get-own";
import type { Path } from "../../terraform/diagnostic";
import { failure } from "../failure";
import type { Value } from "../values/value";
import { bare, parsePath, resourceId } from "./address";
import { parseBody, plain } from "./body";
import type { Expression } from "./expression";
import { asBlocks, asRecord, asStrings, asText, type Json } from "./json-blocks";

/** A stack as it is synthesized (the object in `cdk.tf.json`), read but not evaluated. */
export interface Configuration {
  /** Source addresses by the stack's local names. */
  readonly sources: ReadonlyMap<string, string>;
  /** By `name` or `name.alias`. */
  readonly providers: ReadonlyMap<string, ProviderConfiguration>;
  /** Managed resources and data sources, by `type.name` and `data.type.name`. */
  readonly resources: ReadonlyMap<string, ResourceConfiguration>;
  readonly variables: ReadonlyMap<string, VariableConfiguration>;
  readonly locals: ReadonlyMap<string, Expression>;
  readonly outputs: ReadonlyMap<string, OutputConfiguration>;
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  readonly imports: readonly ImportBlock[];
}

/** Adopts an object that exists, by its id or by its identity. */
type ImportBlock = { readonly to: string } & (
  { readonly id: Expression; readonly identity?: undefined } | { readonly identity: Expression; readonly id?: undefined }
);

interface ProviderConfiguration {
  readonly key: string;
  readonly body: Body;
}

export interface ResourceConfiguration {
  readonly id: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** The key of the provider's configuration. */
  readonly provider: string;
  readonly body: Body;
  readonly count?: Expression;
  readonly forEach?: Expression;
  readonly dependsOn: readonly string[];
  readonly lifecycle: Lifecycle;
}

export type Body = ReadonlyMap<string, Expression>;

export interface Lifecycle {
  readonly createBeforeDestroy: boolean;
  readonly preventDestroy: boolean;
  readonly ignoreChanges: "all" | readonly Path[];
  readonly replaceTriggeredBy: readonly string[];
}

interface VariableConfiguration {
  readonly fallback?: Value;
  readonly sensitive: boolean;
}

interface OutputConfiguration {
  readonly value: Expression;
  readonly sensitive: boolean;
  readonly dependsOn: readonly string[];
}

const SECTIONS = ["//", "terraform", "provider", "resource", "data", "variable", "locals", "output", "moved", "import"];

/** Reads a stack; what the driver does not support is an error that names it. */
export function readConfiguration(stack: object): Configuration {
  const json = asRecord(stack, "the stack");
  const strange = Object.keys(json).find((section) => !SECTIONS.includes(section));
  if (strange) throw failure("Unsupported block", `The in-process driver does not support "${strange}" blocks.`);
  const entries = [...readResources("managed", json["resource"]), ...readResources("data", json["data"])];
  return {
    sources: readSources(json["terraform"]),
    providers: new Map(readProviders(json["provider"]).map((each) => [each.key, each])),
    resources: new Map(entries.map((each) => [each.id, each])),
    variables: new Map(named(json["variable"], "variable").map(([name, block]) => [name, readVariable(block)])),
    locals: new Map(asBlocks(json["locals"], "locals").flatMap((block) => [...readBody(block, "locals", [])])),
    outputs: new Map(named(json["output"], "output").map(([name, block]) => [name, readOutput(name, block)])),
    moved: asBlocks(json["moved"], "moved").map((block) => ({
      from: bare(asText(block["from"], "moved.from")),
      to: bare(asText(block["to"], "moved.to")),
    })),
    imports: asBlocks(json["import"], "import").map((block) => ({
      to: bare(asText(block["to"], "import.to")),
      ...(block["identity"] === undefined
        ? { id: parse(block["id"], "import.id") }
        : { identity: parse(block["identity"], "import.identity") }),
    })),
  };
}

function named(section: unknown, where: string): (readonly [string, Json])[] {
  return asBlocks(section, where).flatMap((block) =>
    Object.entries(block).flatMap(([name, each]) => asBlocks(each, `${where}.${name}`).map((body) => [name, body] as const)),
  );
}

function readSources(section: unknown): Map<string, string> {
  const blocks = asBlocks(section, "terraform").flatMap((block) =>
    asBlocks(block["required_providers"], "required_providers"),
  );
  return new Map(
    blocks.flatMap((block) =>
      Object.entries(block).map(([name, each]) => {
        const source = typeof each === "object" ? asRecord(each, `required_providers.${name}`)["source"] : undefined;
        return [
          name,
          fullSource(source === undefined ? name : asText(source, `required_providers.${name}.source`)),
        ] as const;
      }),
    ),
  );
}

/** `flagform/flagform` is short for `registry.terraform.io/flagform/flagform`, `null` for `…/hashicorp/null`. */
export function fullSource(source: string): string {
  const parts = source.split("/");
  return [...["registry.terraform.io", "hashicorp"].slice(0, Math.max(0, 3 - parts.length)), ...parts].join("/");
}

function readProviders(section: unknown): ProviderConfiguration[] {
  return named(section, "provider").map(([name, block]) => {
    const alias = block["alias"] === undefined ? "" : `.${asText(block["alias"], `provider.${name}.alias`)}`;
    return { key: name + alias, body: readBody(block, `provider.${name}`, ["alias", "version"]) };
  });
}

function readResources(mode: "managed" | "data", section: unknown): ResourceConfiguration[] {
  return named(section, mode === "data" ? "data" : "resource").flatMap(([type, byName]) =>
    named(byName, type).map(([name, block]) => readResource(mode, type, name, block)),
  );
}

const META = ["count", "for_each", "depends_on", "lifecycle", "provider"];

function readResource(mode: "managed" | "data", type: string, name: string, block: Json): ResourceConfiguration {
  const id = resourceId({ mode, type, name });
  for (const unsupported of ["provisioner", "connection"]) {
    if (getOwn(block, unsupported) !== undefined) {
      throw failure("Unsupported block", `The in-process driver does not run a "${unsupported}".`, id);
    }
  }
  const provider = block["provider"];
  return {
    id,
    mode,
    type,
    name,
    provider: provider === undefined ? (type.split("_")[0] ?? type) : bare(asText(provider, `${id}.provider`)),
    body: readBody(block, id, META),
    ...(block["count"] !== undefined && { count: parse(block["count"], `${id}.count`) }),
    ...(block["for_each"] !== undefined && { forEach: parse(block["for_each"], `${id}.for_each`) }),
    dependsOn: asStrings(block["depends_on"], `${id}.depends_on`).map(bare),
    lifecycle: readLifecycle(id, block["lifecycle"]),
  };
}

function readLifecycle(id: string, section: unknown): Lifecycle {
  const lifecycle = Object.assign({}, ...asBlocks(section, `${id}.lifecycle`)) as Json;
  for (const unsupported of ["precondition", "postcondition", "destroy"]) {
    if (getOwn(lifecycle, unsupported) !== undefined) {
      throw failure("Unsupported block", `The in-process driver does not support "lifecycle.${unsupported}".`, id);
    }
  }
  const ignored = asStrings(lifecycle["ignore_changes"], `${id}.lifecycle.ignore_changes`).map(bare);
  return {
    createBeforeDestroy: lifecycle["create_before_destroy"] === true,
    preventDestroy: lifecycle["prevent_destroy"] === true,
    ignoreChanges: ignored.includes("all") ? "all" : ignored.map(parsePath),
    replaceTriggeredBy: asStrings(lifecycle["replace_triggered_by"], `${id}.lifecycle.replace_triggered_by`).map(bare),
  };
}

function readVariable(block: Json): VariableConfiguration {
  return {
    sensitive: block["sensitive"] === true,
    ...(block["default"] !== undefined && { fallback: plain(block["default"]) }),
  };
}

function readOutput(name: string, block: Json): OutputConfiguration {
  return {
    value: parse(block["value"], `output.${name}.value`),
    sensitive: block["sensitive"] === true,
    dependsOn: asStrings(block["depends_on"], `output.${name}.depends_on`).map(bare),
  };
}

function readBody(block: Json, where: string, meta: readonly string[]): Body {
  const own = Object.entries(block).filter(([name]) => name !== "//" && !meta.includes(name));
  return new Map(own.map(([name, value]) => [name, parse(value, `${where}.${name}`)]));
}

function parse(value: unknown, where: string): Expression {
  try {
    return parseBody(value);
  } catch (cause) {
    throw failure("Unsupported expression", `${where}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
