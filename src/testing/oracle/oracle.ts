import { getOwn } from "../../get-own";
import type { Path } from "../../terraform/diagnostic";
import { isUnknown } from "../../terraform/value";
import { OracleError } from "../failure";
import type { ImportAnswer } from "../provider";
import { attributeAt, type AttributeSchemas, nestedObjects, type Schema } from "../values/schema";
import { equals, isList, isRecord, member, type Value } from "../values/value";
import { incompatibilities, show } from "./compatible";
import { planProblems } from "./plan-valid";
import type { Problem } from "./problem";

/**
 * The rules Terraform core enforces on a provider's answers, by the marks they have in HashiCorp's source reading: U state
 * upgrade, R read, P plan, F final plan, A apply, I import, M move, D data source. (P2, A1, R1, U2 and D1 also cover the type,
 * which the client checks as it decodes.)
 */
export function checkUpgraded(address: string, schema: Schema, state: Value): void {
  if (state === null) throw new OracleError("U2", address, [], "the upgraded state is null");
  checkStored("U2", address, schema, state);
}

export function checkRead(address: string, schema: Schema, state: Value): void {
  checkStored("R1", address, schema, state);
}

export function checkMoved(address: string, schema: Schema, state: Value): void {
  if (state === null) throw new OracleError("M3", address, [], "the move gave no state");
  checkStored("M3", address, schema, state);
}

export function checkData(address: string, schema: Schema, config: Value, state: Value): void {
  if (state === null) throw new OracleError("D1", address, [], "the data source answered null");
  checkStored("D1", address, schema, state);
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    if (attribute.nested || member(config, name) === null || equals(member(config, name), member(state, name))) continue;
    const problem = `answered ${show(member(state, name))} where ${show(member(config, name))} was configured`;
    throw new OracleError("D2", address, [name], problem);
  }
}

export function checkPlanned(address: string, schema: Schema, prior: Value, config: Value, planned: Value): void {
  raise("P4", address, planProblems(schema.attributes, prior, config, planned));
  checkWriteOnly("P3", address, schema.attributes, planned, []);
}

/** Of the paths a provider wants a replacement for, those that are really different. */
export function replacePaths(address: string, schema: Schema, prior: Value, planned: Value, paths: readonly Path[]): Path[] {
  return paths.filter((path) => {
    const [before, after] = [valueAt(prior, path), valueAt(planned, path)];
    if (path.length === 0 || (before === undefined && after === undefined)) {
      throw new OracleError("P9", address, path, "a replacement is wanted for a path that neither prior state nor plan has");
    }
    const same = equals(before ?? null, after ?? null) && !isUnknown(after);
    return !same || attributeAt(schema.attributes, path)?.writeOnly === true;
  });
}

/** The second plan of a replacement. */
export function checkReplanned(address: string, schema: Schema, planned: Value): void {
  if (planned === null) throw new OracleError("P10", address, [], "the plan of the replacement is null");
  checkWriteOnly("P10", address, schema.attributes, planned, []);
}

export function checkFinalPlan(address: string, schema: Schema, first: Value, final: Value): void {
  raise("F1", address, withoutSecrets(schema, incompatibilities(schema.type, first, final)));
}

export function checkFinalAction(address: string, first: string, final: string): void {
  if (first === final || (first === "update" && final === "no-op")) return;
  throw new OracleError("F2", address, [], `the plan was to ${first}, but when applied it became ${final}`);
}

/** `failed`: the answer holds errors, so the object may be less than what was planned. */
export function checkApplied(address: string, schema: Schema, planned: Value, state: Value, failed: boolean): void {
  checkWriteOnly("A2", address, schema.attributes, state, []);
  if (failed) return;
  if (planned === null && state !== null)
    throw new OracleError("A5", address, [], "deleted, but the answer still holds an object");
  if (planned !== null && state === null)
    throw new OracleError("A5", address, [], "applied, but the answer holds no object");
  raise("A3", address, unknowns(state, []));
  raise("A4", address, withoutSecrets(schema, incompatibilities(schema.type, planned, state)));
}

export function checkImported(address: string, type: string, schema: Schema, imported: ImportAnswer["imported"]): void {
  const [only] = imported;
  if (!only || imported.length !== 1) {
    throw new OracleError("I1", address, [], `the import gave ${String(imported.length)} objects instead of one`);
  }
  if (only.type !== type) throw new OracleError("I1", address, [], `the import gave a ${only.type}`);
  if (only.state === null) throw new OracleError("I1", address, [], "the import gave a null object");
  checkStored("I1", address, schema, only.state);
}

/** Unknown leaves become null when a broken provider's answer is saved all the same, as core does it. */
export function withoutUnknowns(value: Value): Value {
  if (isUnknown(value)) return null;
  if (isList(value)) return value.map(withoutUnknowns);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutUnknowns(each)]));
  return value;
}

/** Differences in a sensitive attribute are described without its values. */
function withoutSecrets(schema: Schema, problems: readonly Problem[]): Problem[] {
  return problems.map((each) => {
    const sensitive = each.path.some(
      (_step, index) => attributeAt(schema.attributes, each.path.slice(0, index + 1))?.sensitive,
    );
    return sensitive ? { ...each, problem: "inconsistent values of a sensitive attribute" } : each;
  });
}

function checkStored(rule: string, address: string, schema: Schema, state: Value): void {
  raise(rule, address, unknowns(state, []));
  checkWriteOnly(rule, address, schema.attributes, state, []);
}

function checkWriteOnly(rule: string, address: string, attributes: AttributeSchemas, value: Value, path: Path): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const each = member(value, name);
    if (attribute.writeOnly && each !== null && !isUnknown(value)) {
      throw new OracleError(rule, address, [...path, name], "a write-only attribute is not null");
    }
    for (const [step, object] of nestedObjects(attribute, each)) {
      checkWriteOnly(rule, address, attribute.nested?.attributes ?? {}, object, [...path, name, ...step]);
    }
  }
}

function unknowns(value: Value, path: Path): Problem[] {
  if (isUnknown(value)) return [{ path, problem: "unknown, where everything must be known" }];
  if (isList(value)) return value.flatMap((each, index) => unknowns(each, [...path, index]));
  return isRecord(value) ? Object.entries(value).flatMap(([key, each]) => unknowns(each, [...path, key])) : [];
}

/** Undefined where the path leads nowhere; null where it leads to null or into it. */
function valueAt(value: Value, path: Path): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined || isUnknown(value)) return value;
  if (value === null) return undefined;
  const next = isList(value) ? value[Number(step)] : isRecord(value) ? getOwn(value, String(step)) : undefined;
  return next === undefined ? undefined : valueAt(next, rest);
}

function raise(rule: string, address: string, problems: readonly Problem[]): void {
  const [first] = problems;
  if (first) throw new OracleError(first.rule ?? rule, address, first.path, first.problem);
}
