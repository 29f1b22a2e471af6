import { getOwn } from "../../get-own";
import { isUnknown, UNKNOWN } from "../../terraform/value";
import { failure } from "../failure";
import { instanceAddress, type InstanceKey } from "../stack/address";
import type { Configuration, ResourceConfiguration } from "../stack/configuration";
import { evaluate, type Repetition, type Scope } from "../stack/evaluate";
import { EvaluationError } from "../stack/evaluation-error";
import { isList, isNumber, isRecord, record, type Value } from "../values/value";

/** One instance a resource expands to. */
export interface Expanded {
  readonly address: string;
  readonly key: InstanceKey;
  readonly repetition?: Repetition;
}

/** The current values of the names in a stack. */
export class StackValues {
  private readonly instances = new Map<string, Value>();
  private readonly expansions = new Map<string, readonly Expanded[]>();

  constructor(
    private readonly configuration: Configuration,
    private readonly variables: { readonly [name: string]: Value },
    /** In validation neither variables nor resources are known. */
    private readonly known: boolean,
  ) {}

  set(address: string, value: Value): void {
    this.instances.set(address, value);
  }

  scope(repetition?: Repetition): Scope {
    return { lookup: (reference) => this.lookup(reference), ...(repetition && { repetition }) };
  }

  /** The instances of a resource by its `count` or `for_each`, which must be known. */
  expand(resource: ResourceConfiguration): readonly Expanded[] {
    const expanded = this.expansions.get(resource.id) ?? this.instancesOf(resource);
    this.expansions.set(resource.id, expanded);
    return expanded;
  }

  private instancesOf(resource: ResourceConfiguration): readonly Expanded[] {
    const { id, count, forEach } = resource;
    if (count) {
      const number = this.known ? this.meta(id, "count", count) : UNKNOWN;
      if (isUnknown(number)) return this.unknownExpansion(id, "count");
      if (!isNumber(number)) throw failure("Invalid count argument", "count must be a number.", id);
      return Array.from({ length: Number(number) }, (_each, index) => one(id, index, index));
    }
    if (forEach) {
      const items = this.known ? this.meta(id, "for_each", forEach) : UNKNOWN;
      if (isUnknown(items)) return this.unknownExpansion(id, "for_each");
      if (isRecord(items)) return Object.entries(items).map(([key, value]) => one(id, key, value));
      if (isList(items) && items.every((each) => typeof each === "string")) return items.map((key) => one(id, key, key));
      throw failure("Invalid for_each argument", "for_each must be a map or a set of strings, known before apply.", id);
    }
    return [{ address: id, key: undefined }];
  }

  private unknownExpansion(id: string, name: string): readonly Expanded[] {
    if (this.known)
      throw failure(`Invalid ${name} argument`, `${name} depends on values that are known only after apply.`, id);
    return [{ address: id, key: undefined, repetition: { key: UNKNOWN, value: UNKNOWN } }];
  }

  private meta(id: string, name: string, expression: Parameters<typeof evaluate>[0]): Value {
    try {
      return evaluate(expression, this.scope());
    } catch (cause) {
      if (cause instanceof EvaluationError) throw failure(`Invalid ${name} argument`, cause.message, id);
      throw cause;
    }
  }

  private lookup(reference: string): Value {
    const [scope = "", name = ""] = reference.split(".");
    if (scope === "var") return this.variable(name);
    if (scope === "local") {
      const local = this.configuration.locals.get(name);
      if (!local) throw new EvaluationError(`${reference} is not declared`);
      return evaluate(local, this.scope());
    }
    const resource = this.configuration.resources.get(reference);
    if (!resource) throw new EvaluationError(`${reference} is not declared`);
    if (!this.known) return UNKNOWN;
    const expanded = this.expand(resource);
    const values = expanded.map(({ address, key }) => [key, this.instances.get(address) ?? UNKNOWN] as const);
    if (resource.count) return values.map(([, value]) => value);
    if (resource.forEach) return record(values.map(([key, value]) => [String(key), value] as const));
    return values[0]?.[1] ?? UNKNOWN;
  }

  private variable(name: string): Value {
    const variable = this.configuration.variables.get(name);
    if (!variable) throw new EvaluationError(`var.${name} is not declared`);
    if (!this.known) return UNKNOWN;
    const value = getOwn(this.variables, name) ?? variable.fallback;
    if (value === undefined) throw new EvaluationError(`the variable "${name}" has no value and no default`);
    return value;
  }
}

function one(id: string, key: string | number, value: Value): Expanded {
  return { address: instanceAddress(id, key), key, repetition: { key, value } };
}
