import type { Bodies } from "../support/platform-workbench";

/** Puts values of a stack behind `terraform_data.later`, so that a plan knows them only once that is applied. */

type Path = readonly (string | number)[];

/** What says where a resource belongs in the graph, and what cannot change while it is unknown. */
const LEFT_ALONE = ["depends_on", "lifecycle", "for_each", "provider", "type"];

/** `chosen` picks among all the values of the stack, whatever their number. `salt` makes them unknown again when it changes. */
export function withUnknowns(stack: Bodies, chosen: readonly number[], salt: number): Bodies {
  const all = Object.entries(stack).flatMap(([type, bodies]) =>
    Object.entries(bodies).flatMap(([name, body]) => paths(body, [type, name])),
  );
  const input: Record<string, unknown> = { salt };
  // Not structuredClone: what two places share must become two things.
  const copy = JSON.parse(JSON.stringify(stack)) as Record<string, Record<string, object>>;
  for (const [index, choice] of chosen.entries()) {
    const path = all[choice % Math.max(1, all.length)];
    if (!path || at(copy, path) === undefined || holdsReference(at(copy, path))) continue;
    input[`v${String(index)}`] = at(copy, path);
    put(copy, path, `\${terraform_data.later.output.v${String(index)}}`);
  }
  return { ...copy, terraform_data: { later: { input } } };
}

function paths(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    if (path.length === 2 && LEFT_ALONE.includes(key)) return [];
    const step = [...path, Array.isArray(value) ? Number(key) : key];
    return each === null || each === undefined ? [] : [step, ...paths(each, step)];
  });
}

function holdsReference(value: unknown): boolean {
  return JSON.stringify(value).includes("${");
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inside, step) => (typeof inside === "object" && inside !== null ? Reflect.get(inside, step) : undefined),
    value,
  );
}

function put(value: unknown, path: Path, replacement: unknown): void {
  const parent = at(value, path.slice(0, -1));
  const [last] = path.slice(-1);
  if (typeof parent === "object" && parent !== null && last !== undefined) Reflect.set(parent, last, replacement);
}
