import type { Flag } from "../../platforms/port/flag";
import type { Project } from "../../platforms/port/named";
import { DiagnosticError, error, type Path } from "../../terraform/diagnostic";
import { isUnknown } from "../../terraform/value";
import { member } from "../../terraform/values/equality";
import type { Client } from "../run/client";
import type { Given } from "./known-parents";
import { findGiven } from "./plan-look";
import { referenceTo } from "./planned-parent";

/** The variants that a definition or an override names, compared with those of an existing flag. */

interface StatedVariant {
  readonly key: string;
  readonly path: Path;
}

interface Named {
  readonly project: Given;
  readonly flag: Given;
  readonly flag_id: Given;
}

/**
 * Where the flag's own plan says what variants it has, that decides (plan-checks.ts). Otherwise those that the platform lists do, unless
 * the flag is of this configuration and planned later.
 */
export async function requireStatedVariants(
  prior: object | null,
  planned: Named,
  project: Project,
  client: Client,
): Promise<void> {
  const before = new Set(prior === null ? [] : statedVariants(prior).map(({ key }) => key));
  const stated = statedVariants(planned).filter(({ key }) => !before.has(key));
  const facts = client.flags.of(planned.project, planned.flag, planned.flag_id);
  if (stated.length === 0 || (facts && facts.leavesVariants !== true)) return;
  const { flags } = client.platform;
  const find = (all: readonly Flag[]): Flag | undefined =>
    findGiven(all, { noun: "flag", name: planned.flag, id: planned.flag_id });
  const flag = find(await flags.list(project));
  if (!flag?.variants || (!facts && client.parents.isHeld("flag", flag.id))) return;
  const missing = firstMissing(flag, stated) && find(await (flags.relist?.(project) ?? flags.list(project)));
  const [now, first] = missing ? [missing, firstMissing(missing, stated)] : [];
  if (!now || !first) return;
  const keys = now.variants?.map(({ key }) => `"${key}"`) ?? [];
  const has = keys.length > 0 ? `It has ${keys.join(", ")}.` : "It has none yet: declare `variants` on the flag.";
  const made = `If this configuration adds it, refer to the flag (flag_id = ${referenceTo("flag")}), so that Terraform plans it first.`;
  throw new DiagnosticError(error(`The flag has no variant "${first.key}"`, `${has} ${made}`, first.path));
}

function firstMissing({ variants = [] }: Flag, stated: readonly StatedVariant[]): StatedVariant | undefined {
  return stated.find(({ key }) => !variants.some((each) => each.key === key));
}

function statedVariants(resource: object): readonly StatedVariant[] {
  const whenOff = member(resource, "when_off");
  const sets = ["rules", "segment_overrides", "identity_overrides"].flatMap((name) =>
    elementsOf(member(resource, name)).flatMap(([key, each]) => servedBy(member(each, "serve"), [name, key, "serve"])),
  );
  return [
    ...(typeof whenOff === "string" ? [{ key: whenOff, path: ["when_off"] }] : []),
    ...servedBy(member(resource, "serve"), ["serve"]),
    ...sets,
  ];
}

function servedBy(serve: unknown, path: Path): readonly StatedVariant[] {
  const [variant, split, rollout] = ["variant", "split", "rollout"].map((name) => member(serve, name));
  const weights = elementsOf(member(split, "weights")).map(([key]) => ({
    key: String(key),
    path: [...path, "split", "weights"],
  }));
  const ends = ["from", "to"].flatMap((end) => {
    const key = member(rollout, end);
    return typeof key === "string" ? [{ key, path: [...path, "rollout", end] }] : [];
  });
  return [...(typeof variant === "string" ? [{ key: variant, path: [...path, "variant"] }] : []), ...weights, ...ends];
}

/** What is not known yet has none. */
function elementsOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (typeof value !== "object" || value === null || isUnknown(value)) return [];
  return Array.isArray(value) ? value.map((each: unknown, index) => [index, each] as const) : Object.entries(value);
}
