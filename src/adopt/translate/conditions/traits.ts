import type { Side } from "./context";

/** What the identity itself is called in conditions; undefined: a platform has no conditions on it. */
export function identityTrait({ platform, entity }: Side): string | null | undefined {
  switch (platform) {
    case "flagsmith":
      return "$.identity.identifier";
    case "split":
      return null;
    case "vercel":
      return plainTrait(entity, entity);
    case "mixpanel":
      return undefined;
  }
}

export function isIdentity(trait: string | null, side: Side): boolean {
  switch (side.platform) {
    case "flagsmith":
      return trait === "$.identity.identifier" || trait === "$.identity['identifier']";
    case "split":
      return trait === null || trait === "";
    case "vercel":
      return trait !== null && plainTrait(trait, side.entity) === plainTrait(side.entity, side.entity);
    case "mixpanel":
      return false;
  }
}

/** Vercel: attributes of the kind that identities are of need no kind. */
function plainTrait(trait: string, entity: string): string {
  const kind = entity.slice(0, entity.indexOf(".") + 1);
  const rest = trait.startsWith(kind) ? trait.slice(kind.length) : trait;
  return rest === "" || rest.includes(".") ? trait : rest;
}

export type NamedTrait =
  | { readonly kind: "named"; readonly trait: string | null; readonly note?: string }
  | { readonly kind: "lost"; readonly why: string };

/** What the target calls a trait of the source. */
export function namedTrait(trait: string | null, from: Side, to: Side): NamedTrait {
  if (isIdentity(trait, from)) {
    const own = identityTrait(to);
    if (own !== undefined) return { kind: "named", trait: own };
    return {
      kind: "lost",
      why: "Mixpanel has no conditions on the identity itself: list its users as identity overrides, or let the application send the identity as a property.",
    };
  }
  const name = from.platform === "vercel" ? plainTrait(trait ?? "", from.entity) : (trait ?? "");
  if (from.platform === "flagsmith" && name.startsWith("$."))
    return {
      kind: "lost",
      why: `${name} is what only Flagsmith knows of a request: let the application send it as a trait.`,
    };
  if (isIdentity(name, to))
    return {
      kind: "lost",
      why: `The trait "${name}" would be the identity itself there: let the application send it under another name.`,
    };
  const isPath = name.includes(".") && to.platform === "mixpanel" && to.place === "definition";
  if (isPath) {
    const renamed = name.replaceAll(".", "_");
    return {
      kind: "named",
      trait: renamed,
      note: `Let the application send "${renamed}" instead of "${name}": in Mixpanel's rules a dot is a path.`,
    };
  }
  if (to.platform !== "vercel" || from.platform === "vercel" || !/^[^.]+\../s.test(name))
    return { kind: "named", trait: name };
  const kind = name.slice(0, name.indexOf("."));
  const attribute = name.slice(kind.length + 1);
  return {
    kind: "named",
    trait: plainTrait(name, to.entity),
    note: `On Vercel the trait "${name}" is the attribute "${attribute}" of the entity "${kind}": let the application send it there.`,
  };
}
