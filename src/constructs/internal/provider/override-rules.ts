import { type TerraformResource, Token } from "cdktf";

/** That a construct manages an override, or all overrides of a kind. */
export interface OverrideClaim {
  /** Which flag in which environment of which provider, as one text. */
  readonly unit: string;
  readonly kind: "segment" | "identity";
  /** The segment's name, or the identity. Undefined: all that there are. */
  readonly name: string | undefined;
  readonly priority?: number | undefined;
}

export interface Claimed extends OverrideClaim {
  readonly resource: TerraformResource;
}

/** What is wrong between the overrides of a stack. */
export function overrideIssues(claims: readonly Claimed[]): string[] {
  const sets = claims.filter(({ name }) => name === undefined);
  const single = claims.filter(({ name }) => name !== undefined);
  const byUnit = groups(single, ({ unit, kind }) => `${kind} ${unit}`);
  return byUnit.flatMap((unit) => {
    const set = sets.find((each) => each.kind === unit[0]?.kind && each.unit === unit[0].unit);
    const removed = set === undefined ? [] : resourcesOf(unit).filter((each) => each !== set.resource);
    return [
      ...removed.map((each) => exactBeside(each, set)),
      ...(removed.length > 0 ? [] : groups(unit, ({ name }) => String(name)).flatMap(twice)),
      ...groups(unit.filter(hasPriority), ({ priority }) => String(priority)).flatMap(equalPriorities),
    ];
  });
}

function exactBeside(resource: TerraformResource, set: Claimed | undefined): string {
  const kind = set?.kind ?? "";
  return `${quoted(set?.resource)} sets the exact set of ${kind} overrides (${kind}Overrides), which would remove ${quoted(resource)}. List the override there, or leave ${kind}Overrides out of the definition`;
}

/** Two resources of one address are said elsewhere, and so is what one definition lists twice. */
function twice(alike: readonly Claimed[]): string[] {
  const resources = resourcesOf(alike);
  const addresses = new Set(resources.map((each) => `${each.terraformResourceType}.${each.friendlyUniqueId}`));
  if (addresses.size < 2) return [];
  return [
    `${resources.map(quoted).join(" and ")} all override ${said(alike[0])} of the same flag in the same environment: keep one of them. A definition's override methods and props are its own part, SegmentOverride and IdentityOverride are separate resources`,
  ];
}

function hasPriority({ kind, priority }: Claimed): boolean {
  return kind === "segment" && priority !== undefined && !Token.isUnresolved(priority);
}

function equalPriorities(alike: readonly Claimed[]): string[] {
  const names = [...new Set(alike.map(({ name }) => name))];
  if (names.length < 2) return [];
  const where = resourcesOf(alike).map(quoted).join(" and ");
  return [
    `${where}: the overrides of the segments ${names.map((name) => `"${String(name)}"`).join(" and ")} have the same priority ${String(alike[0]?.priority)}, so which one wins would be random: give each its own`,
  ];
}

function said(claim: Claimed | undefined): string {
  return claim?.kind === "identity" ? "the same identity" : `segment "${claim?.name ?? ""}"`;
}

function quoted(resource: TerraformResource | undefined): string {
  return `"${resource?.node.path ?? ""}"`;
}

function resourcesOf(claims: readonly Claimed[]): TerraformResource[] {
  return [...new Set(claims.map(({ resource }) => resource))];
}

function groups<T>(all: readonly T[], key: (each: T) => string): T[][] {
  const found = new Map<string, T[]>();
  for (const each of all) found.set(key(each), [...(found.get(key(each)) ?? []), each]);
  return [...found.values()];
}
