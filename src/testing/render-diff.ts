import { getOwn } from "../get-own";
import { Decimal, isUnknown } from "../terraform/value";
import type { AttributeSchema, AttributeSchemas } from "./values/schema";
import { canonical, equals, isList, isRecord, member, type Value } from "./values/value";

/** Shown even if unchanged: they identify the object. */
const IDENTIFYING = ["id", "name", "key"];

/** The lines between the braces of an object: what is added, changed and removed, and how much is not. */
export function diffObject(
  schema: AttributeSchemas,
  before: Value,
  after: Value,
  forcing: readonly string[],
  path = "",
): string[] {
  const names = [...new Set([...keysOf(before), ...keysOf(after)])].sort();
  const shown = names.filter((name) => {
    const [old, now] = [member(before, name), member(after, name)];
    return !equals(old, now) || (path === "" && old !== null && IDENTIFYING.includes(name));
  });
  const width = Math.max(0, ...shown.map((name) => label(name).length));
  const lines = shown.flatMap((name) =>
    diffValue(
      `${label(name).padEnd(width)} = `,
      getOwn(schema, name),
      member(before, name),
      member(after, name),
      forcing,
      `${path}.${name}`,
    ),
  );
  const hidden = names.filter((name) => !shown.includes(name) && member(after, name) !== null).length;
  if (hidden === 0) return lines;
  return [...lines, `  # (${String(hidden)} unchanged attribute${hidden === 1 ? "" : "s"} hidden)`];
}

function diffValue(
  prefix: string,
  schema: AttributeSchema | undefined,
  before: Value,
  after: Value,
  forcing: readonly string[],
  path: string,
  element = false,
): string[] {
  const symbol = symbolOf(before, after);
  const force = forcing.includes(path) ? " # forces replacement" : "";
  const simple = (text: string): string[] => [`${symbol} ${prefix}${text}${force}`];
  if (schema?.sensitive) return simple("(sensitive value)");
  if (isUnknown(after)) return simple(before === null ? "(known after apply)" : `${inline(before)} -> (known after apply)`);
  const objects = isRecord(before) || isRecord(after);
  if (!objects && !isList(before) && !isList(after)) {
    return simple(
      symbol === "~" || (symbol === "-" && !element) ? `${inline(before)} -> ${inline(after)}` : inline(after ?? before),
    );
  }
  const [open, close] = objects ? ["{", "}"] : ["[", "]"];
  const body = objects
    ? diffObject(innerSchema(schema, before, after), before, after, forcing, path)
    : diffList(schema, before, after, forcing, path);
  const end = after === null && !element ? `${close} -> null` : close;
  if (body.length === 0) return simple(open + end);
  return [`${symbol} ${prefix}${open}${force}`, ...body.map((line) => `    ${line}`), `  ${end}`];
}

/** The attributes of a nested object; in a map of objects each key leads to them once more. */
function innerSchema(schema: AttributeSchema | undefined, before: Value, after: Value): AttributeSchemas {
  const nested = schema?.nested;
  if (!nested) return {};
  if (nested.nesting !== "map") return nested.attributes;
  const element = { ...schema, sensitive: false, nested: { nesting: "single", attributes: nested.attributes } } as const;
  return Object.fromEntries([...keysOf(before), ...keysOf(after)].map((key) => [key, element] as const));
}

/** Elements that are the same on both sides are only counted; the others are paired in their order. */
function diffList(
  schema: AttributeSchema | undefined,
  before: Value,
  after: Value,
  forcing: readonly string[],
  path: string,
): string[] {
  const [old, now] = [isList(before) ? [...before] : [], isList(after) ? [...after] : []];
  const element: AttributeSchema | undefined = schema?.nested && {
    ...schema,
    nested: { nesting: "single", attributes: schema.nested.attributes },
  };
  const common = old.filter((each) => now.some((other) => equals(each, other))).map(canonical);
  const [gone, come] = [old, now].map((side) => side.filter((each) => !common.includes(canonical(each))));
  const pairs = Math.max(gone?.length ?? 0, come?.length ?? 0);
  const paired = element && gone?.length === come?.length;
  const lines: string[] = [];
  for (let index = 0; index < pairs; index++) {
    const [left = null, right = null] = [gone?.[index], come?.[index]];
    const steps: readonly (readonly [Value, Value])[] = paired
      ? [[left, right]]
      : [
          [left, null],
          [null, right],
        ];
    for (const [from, to] of steps) {
      if (from === null && to === null) continue;
      lines.push(...diffValue("", element, from, to, forcing, `${path}[${String(index)}]`, true).map(withComma));
    }
  }
  if (common.length === 0) return lines;
  return [...lines, `  # (${String(common.length)} unchanged element${common.length === 1 ? "" : "s"} hidden)`];
}

function withComma(line: string, index: number, lines: readonly string[]): string {
  return index === lines.length - 1 ? `${line},` : line;
}

function symbolOf(before: Value, after: Value): "+" | "-" | "~" | " " {
  if (equals(before, after)) return " ";
  if (before === null) return "+";
  return after === null ? "-" : "~";
}

function inline(value: Value): string {
  if (value === null) return "null";
  if (isUnknown(value)) return "(known after apply)";
  if (value instanceof Decimal) return value.text;
  if (isList(value)) return `[${value.map(inline).join(", ")}]`;
  if (isRecord(value))
    return `{ ${Object.entries(value)
      .map(([key, each]) => `${label(key)} = ${inline(each)}`)
      .join(", ")} }`;
  return JSON.stringify(value);
}

function label(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name);
}

function keysOf(value: Value): string[] {
  return isRecord(value) ? Object.keys(value) : [];
}
