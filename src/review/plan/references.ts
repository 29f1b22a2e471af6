import { getOwn } from "../../get-own";
import { groupBy } from "../../group-by";
import type { Instance } from "./instance";
import type { ConfigurationModule, PlanJson } from "./plan-json";
import { isObject } from "./values";

/** What the configuration says of a resource where its values are not known yet: what it refers to, and its provider. */
export class References {
  readonly #modules = new Map<string, Module>();
  readonly #instances: ReadonlyMap<string, readonly Instance[]>;

  constructor(plan: PlanJson, instances: readonly Instance[]) {
    this.#read(plan.configuration?.root_module, "", undefined);
    this.#instances = groupBy(instances, placeOf);
  }

  /** The provider configuration of an instance, as the plan names it: `flagform`, `flagform.other`. */
  providerOf(instance: Instance): string | undefined {
    return this.#resource(instance)?.provider;
  }

  /** The instance of a type that an attribute refers to. */
  target(instance: Instance, path: readonly string[], type: string): Instance | undefined {
    const module = this.#modules.get(withoutKeys(instance.module));
    const [first = "", ...rest] = path;
    const expressions = this.#resource(instance)?.expressions;
    const expression = rest.reduce<unknown>(step, expressions ? getOwn(expressions, first) : undefined);
    return module && this.#follow(module, instance, expression, type, MOST_STEPS);
  }

  #follow(module: Module, from: Instance, expression: unknown, type: string, steps: number): Instance | undefined {
    if (steps === 0 || !isObject(expression)) return undefined;
    const references = expression["references"];
    if (!Array.isArray(references)) return undefined;
    const texts = references.filter((each) => typeof each === "string");
    for (const text of texts) {
      const found = /^(data\.)?([a-z0-9_]+)\.([\w-]+)(\[(?:"((?:[^"\\]|\\.)*)"|(\d+))\])?/.exec(text);
      if (found?.[2] !== type) continue;
      const [, data, , name = "", , key, number] = found;
      const place = `${module.path}|${data === undefined ? "managed" : "data"}|${type}|${name}`;
      const index = key ?? (number === undefined ? undefined : Number(number));
      const target = this.#pick(this.#instances.get(place) ?? [], from, index, texts.some(isIteration));
      if (target) return target;
    }
    for (const text of texts) {
      const variable = /^var\.([\w-]+)/.exec(text)?.[1];
      const parent = module.parent;
      if (variable === undefined || !parent) continue;
      const found = this.#follow(parent, from, getOwn(module.inputs, variable), type, steps - 1);
      if (found) return found;
    }
    return undefined;
  }

  /** Of a resource with several instances: the one that is named, the only one, or that of the same key. */
  #pick(
    candidates: readonly Instance[],
    from: Instance,
    index: string | number | undefined,
    iterates: boolean,
  ): Instance | undefined {
    const current = candidates.filter((each) => !each.deposed && each.after !== null);
    if (index !== undefined) return current.find((each) => each.index === index);
    if (current.length === 1) return current[0];
    if (!iterates) return undefined;
    return current.find((each) => each.index === from.index && each.module === from.module);
  }

  #resource(instance: Instance): Resource | undefined {
    const prefix = instance.mode === "data" ? "data." : "";
    return this.#modules.get(withoutKeys(instance.module))?.resources.get(`${prefix}${instance.type}.${instance.name}`);
  }

  #read(module: ConfigurationModule | undefined, path: string, from: Pick<Module, "parent" | "inputs"> | undefined): void {
    if (!module) return;
    const resources = (module.resources ?? []).map(({ address, provider_config_key: provider, expressions }) => {
      return [address, { provider, expressions: expressions ?? {} }] as const;
    });
    const read = { path, resources: new Map(resources), parent: from?.parent, inputs: from?.inputs ?? {} };
    this.#modules.set(path, read);
    for (const [name, call] of Object.entries(module.module_calls ?? {})) {
      const below = path === "" ? `module.${name}` : `${path}.module.${name}`;
      this.#read(call.module, below, { parent: read, inputs: call.expressions ?? {} });
    }
  }
}

/** Modules in modules that pass a variable on. */
const MOST_STEPS = 12;

interface Resource {
  readonly provider: string | undefined;
  readonly expressions: Readonly<Record<string, unknown>>;
}

interface Module {
  /** Without the keys of instances. */
  readonly path: string;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly parent: Module | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
}

function placeOf({ module, mode, type, name }: Instance): string {
  return `${withoutKeys(module)}|${mode}|${type}|${name}`;
}

/** `module.a["x"].module.b[0]` is `module.a.module.b` in the configuration. */
function withoutKeys(module: string): string {
  let plain = "";
  let from = 0;
  for (let at = module.indexOf("["); at >= 0; at = module.indexOf("[", from)) {
    plain += module.slice(from, at);
    from = keyEnd(module, at + 1);
  }
  return plain + module.slice(from);
}

/** Behind the bracket that closes a key, which is a number or a quoted text. */
function keyEnd(module: string, start: number): number {
  let at = start;
  if (module.charAt(at) === '"')
    for (at += 1; at < module.length && module.charAt(at) !== '"'; at += 1) if (module.charAt(at) === "\\") at += 1;
  const close = module.indexOf("]", at);
  return close < 0 ? module.length : close + 1;
}

function isIteration(reference: string): boolean {
  return /^(each|count)\./.test(reference);
}

function step(expression: unknown, name: string): unknown {
  if (!isObject(expression)) return undefined;
  // Inside an expression with references of its own there are no others.
  return "references" in expression ? expression : getOwn(expression, name);
}
