import { getOwn } from "../../get-own";
import { type Diagnostic, error, type Path } from "../../terraform/diagnostic";
import { isUnknown, type Unknown } from "../../terraform/value";
import type { ServeAttribute, ValueAttribute } from "./serve-value";

const KINDS = ["boolean", "string", "integer", "number", "json"] as const;

/** Cross-field checks of a `serve` that may contain unknowns. */
export function validateServe(serve: ServeAttribute<Unknown> | Unknown | null, path: Path): Diagnostic[] {
  if (serve === null || isUnknown(serve)) return [];
  const diagnostics = exactlyOne(serve, ["value", "variant", "split", "rollout"], path);
  if (serve.value !== null && !isUnknown(serve.value)) diagnostics.push(...validateValue(serve.value, [...path, "value"]));
  if (serve.split !== null && !isUnknown(serve.split)) diagnostics.push(...validateSplit(serve.split, [...path, "split"]));
  if (serve.rollout !== null && !isUnknown(serve.rollout))
    diagnostics.push(...validateRollout(serve.rollout, [...path, "rollout"]));
  return diagnostics;
}

export function validateValue(value: ValueAttribute<Unknown> | Unknown | null, path: Path): Diagnostic[] {
  return value === null || isUnknown(value) ? [] : exactlyOne(value, KINDS, path);
}

type Split = Exclude<NonNullable<ServeAttribute<Unknown>["split"]>, Unknown>;

function validateSplit({ weights, control }: Split, path: Path): Diagnostic[] {
  if (isUnknown(weights) || isUnknown(control)) return [];
  const shares = [...Object.entries(weights), ...(control === null ? [] : [["control", control] as const])];
  const known = shares.flatMap(([key, share]) => (isUnknown(share) ? [] : [[key, Number(share.text)] as const]));
  if (known.length < shares.length) return [];
  if (known.some(([, share]) => share < 0))
    return [error("A share must not be negative", "Each weight is a percentage from 0 to 100.", [...path, "weights"])];
  const sum = known.reduce((total, [, share]) => total + share, 0);
  if (Math.abs(sum - 100) < 1e-6) return [];
  return [
    error(
      "The shares of a split must sum to 100",
      `They sum to ${Number(sum.toFixed(6))}: ${known.map(([key, share]) => `${key} ${share}`).join(", ")}.`,
      [...path, "weights"],
    ),
  ];
}

type RolloutAttribute = Exclude<NonNullable<ServeAttribute<Unknown>["rollout"]>, Unknown>;

function validateRollout({ from, to, stages }: RolloutAttribute, path: Path): Diagnostic[] {
  if (!isUnknown(from) && from === to)
    return [error("A rollout needs two different variants", `\`from\` and \`to\` are both \`${from}\`.`, [...path, "to"])];
  if (isUnknown(stages)) return [];
  if (stages.length === 0) return [error("A rollout needs a stage", "Set at least one stage.", [...path, "stages"])];
  let last = 0;
  for (const [index, stage] of stages.entries()) {
    if (isUnknown(stage) || isUnknown(stage.percentage)) return [];
    const share = Number(stage.percentage.text);
    if (share <= last || share >= 100) {
      const detail = `Stage ${index + 1} has ${share} percent: each stage must be greater than the one before, and less than 100.`;
      return [error("The stages of a rollout must increase", detail, [...path, "stages", index, "percentage"])];
    }
    last = share;
  }
  return [];
}

/** An unknown attribute may turn out to be null, so only definite errors are refused. */
export function exactlyOne(record: Readonly<Record<string, unknown>>, names: readonly string[], path: Path): Diagnostic[] {
  const set = names.filter((name) => getOwn(record, name) !== null && !isUnknown(getOwn(record, name)));
  const unknown = names.some((name) => isUnknown(getOwn(record, name)));
  if (set.length === 1 || (set.length === 0 && unknown)) return [];
  const choice = names.map((name) => `\`${name}\``).join(", ");
  return [
    set.length === 0
      ? error("Nothing is set here", `Set exactly one of ${choice}.`, path)
      : error(
          "Too much is set here",
          `Set exactly one of ${choice}; now ${set.map((name) => `\`${name}\``).join(" and ")} are set.`,
          path,
        ),
  ];
}
