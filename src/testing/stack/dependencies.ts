import { failure } from "../failure";
import { resourceId, splitAddress } from "./address";
import { references } from "./body";
import type { Configuration, ResourceConfiguration } from "./configuration";
import type { Expression } from "./expression";

/** The references within a stack, which order every walk over it. */
export class Dependencies {
  private readonly closures = new Map<string, ReadonlySet<string>>();

  constructor(private readonly configuration: Configuration) {}

  /** The resources and data sources that one names, also through locals and through its provider's configuration. */
  ofResource(resource: ResourceConfiguration): ReadonlySet<string> {
    const { body, count, forEach, dependsOn, lifecycle } = resource;
    const expressions = [...body.values(), ...(count ? [count] : []), ...(forEach ? [forEach] : [])];
    const named = [...dependsOn, ...lifecycle.replaceTriggeredBy].map((text) => this.declared(text, resource.id));
    return new Set([...this.ofExpressions(expressions, resource.id), ...named, ...this.ofProvider(resource.provider)]);
  }

  ofProvider(key: string): ReadonlySet<string> {
    const provider = this.configuration.providers.get(key);
    return this.ofExpressions([...(provider?.body.values() ?? [])], `provider.${key}`);
  }

  ofOutput(name: string): ReadonlySet<string> {
    const output = this.configuration.outputs.get(name);
    const named = output?.dependsOn.map((text) => this.declared(text, `output.${name}`)) ?? [];
    return new Set([...this.ofExpressions(output ? [output.value] : [], `output.${name}`), ...named]);
  }

  /** All that must exist before a resource, at any distance. */
  closure(id: string): ReadonlySet<string> {
    const known = this.closures.get(id);
    if (known) return known;
    const all = new Set<string>();
    const queue = [id];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const resource = this.configuration.resources.get(next);
      for (const dependency of resource ? this.ofResource(resource) : []) {
        if (all.has(dependency)) continue;
        all.add(dependency);
        queue.push(dependency);
      }
    }
    this.closures.set(id, all);
    return all;
  }

  /** The resources that an expression needs, found through locals. */
  ofExpressions(expressions: readonly Expression[], where: string, seen: readonly string[] = []): ReadonlySet<string> {
    const found = expressions.flatMap(references).flatMap((reference): string[] => {
      const [scope = "", name = ""] = reference.split(".");
      if (scope === "var") {
        if (this.configuration.variables.has(name)) return [];
        throw undeclared(reference, where);
      }
      if (scope !== "local") return [this.declared(reference, where)];
      const local = this.configuration.locals.get(name);
      if (!local) throw undeclared(reference, where);
      if (seen.includes(name)) throw failure("Self-referential local value", `local.${name} refers to itself.`);
      return [...this.ofExpressions([local], `local.${name}`, [...seen, name])];
    });
    return new Set(found);
  }

  private declared(reference: string, where: string): string {
    const id = resourceId(splitAddress(reference).address);
    if (!this.configuration.resources.has(id)) throw undeclared(reference, where);
    return id;
  }
}

function undeclared(reference: string, where: string) {
  return failure("Reference to undeclared resource", `${where} refers to ${reference}, which the stack does not declare.`);
}
