import { isUnknown, isWhollyKnown } from "../../../terraform/value";
import { failure } from "../../failure";
import type { Configuration, ResourceConfiguration } from "../../stack/configuration";
import { evaluate } from "../../stack/evaluate";
import { isRecord, member, type Value, type ValueRecord } from "../../values/value";
import type { Phase } from "../phase";

/** What the stack's import block for an instance says, if it has one: an id, or an identity. */
export async function importedBy(
  phase: Phase,
  resource: ResourceConfiguration,
  address: string,
): Promise<string | ValueRecord | undefined> {
  const block = blocksOf(phase.configuration).get(address);
  if (!block) return undefined;
  if (block.identity) return identityIn(phase, resource, address, evaluate(block.identity, phase.values.scope()));
  const id = evaluate(block.id, phase.values.scope());
  if (typeof id === "string" && id !== "") return id;
  const problem = isUnknown(id) ? "depends on values that are known only after apply" : "is not a non-empty string";
  throw failure("Invalid import id argument", `The import id ${problem}.`, address);
}

type Blocks = ReadonlyMap<string, Configuration["imports"][number]>;

const indexes = new WeakMap<Configuration, Blocks>();

/** By their addresses: a stack may import thousands. The first of an address counts. */
function blocksOf(configuration: Configuration): Blocks {
  const blocks = indexes.get(configuration) ?? new Map([...configuration.imports].reverse().map((each) => [each.to, each]));
  indexes.set(configuration, blocks);
  return blocks;
}

/** Whole, with null for what the block leaves out. */
async function identityIn(
  phase: Phase,
  { provider, type }: ResourceConfiguration,
  address: string,
  stated: Value,
): Promise<ValueRecord> {
  const schema = await phase.identitySchema(provider, type);
  if (!schema)
    throw failure("Invalid import identity", `Resources of type ${type} cannot be imported by identity.`, address);
  if (!isRecord(stated) || !isWhollyKnown(stated)) throw failure("Invalid import identity", "It is not known yet.", address);
  const missing = schema.required.filter((name) => member(stated, name) === null);
  if (missing.length > 0) {
    throw failure("Invalid expression value", `The import identity needs ${missing.join(", ")}.`, address);
  }
  const names = "attributes" in schema.type ? Object.keys(schema.type.attributes) : [];
  return Object.fromEntries(names.map((name) => [name, member(stated, name)]));
}
