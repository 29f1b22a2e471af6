import { z } from "zod";
import { getOwn } from "../../../../get-own";
import { isSemver } from "../../evaluation/semver";

type Value = "string" | "strings" | "bool" | "number" | "date" | "between" | "depends";
const VALUES: readonly Value[] = ["string", "strings", "bool", "number", "date", "between", "depends"];

interface Kind {
  readonly value: Value | undefined;
  readonly attribute: "none" | "optional" | "required";
  /** The value's type, where its member alone does not determine it. */
  readonly of?: "number" | "date" | "semver";
}

const segment: Kind = { value: "string", attribute: "none" };
const texts: Kind = { value: "strings", attribute: "optional" };
const set: Kind = { value: "strings", attribute: "required" };
const number: Kind = { value: "number", attribute: "required" };
const date: Kind = { value: "date", attribute: "required" };
const semver: Kind = { value: "string", attribute: "required", of: "semver" };

/** Every matcher, with the one member that holds its value (split.md 2.5.2). */
const KINDS: Readonly<Record<string, Kind>> = {
  ALL_KEYS: { value: undefined, attribute: "none" },
  IN_SEGMENT: segment,
  IN_LARGE_SEGMENT: segment,
  IN_RULE_BASED_SEGMENT: segment,
  IN_LIST_STRING: texts,
  STARTS_WITH_STRING: texts,
  ENDS_WITH_STRING: texts,
  CONTAINS_STRING: texts,
  MATCHES_STRING: { value: "string", attribute: "optional" },
  EQUAL_SET: set,
  ANY_OF_SET: set,
  ALL_OF_SET: set,
  PART_OF_SET: set,
  BOOLEAN: { value: "bool", attribute: "required" },
  EQUAL_NUMBER: number,
  LESS_THAN_OR_EQUAL_NUMBER: number,
  GREATER_THAN_OR_EQUAL_NUMBER: number,
  BETWEEN_NUMBER: { value: "between", attribute: "required", of: "number" },
  ON_DATE: date,
  ON_OR_AFTER_DATE: date,
  ON_OR_BEFORE_DATE: date,
  BETWEEN_DATE: { value: "between", attribute: "required", of: "date" },
  EQUAL_TO_SEMVER: semver,
  GREATER_THAN_OR_EQUAL_TO_SEMVER: semver,
  LESS_THAN_OR_EQUAL_TO_SEMVER: semver,
  BETWEEN_SEMVER: { value: "between", attribute: "required", of: "semver" },
  IN_LIST_SEMVER: { value: "strings", attribute: "required", of: "semver" },
  IN_SPLIT: { value: "depends", attribute: "none" },
};

const bound = z.union([z.number(), z.string()]);

const shape = z.strictObject({
  type: z.string(),
  negate: z.boolean().optional(),
  attribute: z.string().optional(),
  string: z.string().optional(),
  strings: z.array(z.string()).optional(),
  bool: z.boolean().optional(),
  number: z.number().optional(),
  date: z.int().min(0).optional(),
  between: z.strictObject({ from: bound, to: bound }).optional(),
  depends: z
    .strictObject({
      splitName: z.string().min(1),
      treatment: z.string().min(1).optional(),
      treatments: z.array(z.string().min(1)).min(1).optional(),
    })
    .optional(),
});
type Given = z.output<typeof shape>;

/** A matcher; `negate` is kept only when it is true. */
export const matcher = shape
  .superRefine((given, context) => {
    for (const problem of problems(given)) context.addIssue({ code: "custom", message: problem });
  })
  .transform(({ negate, ...rest }) => (negate === true ? { negate, ...rest } : rest));

function problems(given: Given): string[] {
  const kind = getOwn(KINDS, given.type);
  if (!kind) return [`there is no matcher ${given.type}`];
  const found: string[] = [];
  const attribute = given.attribute ?? "";
  if (kind.attribute === "required" && attribute === "") found.push(`${given.type} needs an attribute`);
  if (kind.attribute === "none" && attribute !== "") found.push(`${given.type} takes no attribute`);
  if (kind.value !== undefined && isEmpty(given[kind.value])) found.push(`${given.type} needs ${kind.value}`);
  // Some clients send empty members of other kinds; the server accepts them (split.md 4.1).
  const strays = VALUES.filter((each) => each !== kind.value && !isEmpty(given[each]));
  if (strays.length > 0) found.push(`${given.type} takes no ${strays.join(", ")}`);
  return [...found, ...valueProblems(given, kind)];
}

function valueProblems(given: Given, { of, value }: Kind): string[] {
  const { depends, between } = given;
  if (depends && (depends.treatment === undefined) === (depends.treatments === undefined)) {
    return ["depends takes treatment or treatments"];
  }
  if (value === "strings" && given.strings?.some((each) => each === "")) return ["strings holds an empty text"];
  if (of === "semver") {
    const versions = between
      ? [between.from, between.to]
      : value === "strings"
        ? (given.strings ?? [])
        : [given.string ?? ""];
    return versions.filter((each) => typeof each !== "string" || !isSemver(each)).map((each) => `${each} is not a version`);
  }
  if (!between) return [];
  const { from, to } = between;
  if (typeof from !== "number" || typeof to !== "number") return ["between takes numbers"];
  if (of === "date" && !(Number.isInteger(from) && Number.isInteger(to))) return ["between takes milliseconds"];
  return from > to ? ["between ends before it starts"] : [];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
