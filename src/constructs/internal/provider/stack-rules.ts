import { TerraformProvider, type TerraformResource, TerraformStack } from "cdktf";
import { beyondLimits, type Feature } from "../platform-limits";
import { PROVIDER_ADDRESS } from "./provider-address";

/** A set of overrides that a construct speaks for. */
export interface OverrideClaim {
  /** Which flag in which environment of which provider, as one text. */
  readonly unit: string;
  readonly kind: "segment" | "identity";
  /** Whether it is all of them, or one of many. */
  readonly exact: boolean;
}

/** What the rules want to know of a resource beside its address. */
export interface Declaration {
  readonly claims?: readonly OverrideClaim[];
  readonly features?: readonly Feature[];
}

interface Declared {
  readonly resource: TerraformResource;
  readonly claims: readonly OverrideClaim[];
  readonly features: readonly Feature[];
}

const declaredIn = new WeakMap<TerraformStack, Declared[]>();

/** Makes a resource known to the rules that look at the whole stack, once per stack, when it is synthesized. */
export function declare(resource: TerraformResource, { claims = [], features = [] }: Declaration = {}): void {
  const stack = TerraformStack.of(resource);
  let declared = declaredIn.get(stack);
  if (declared === undefined) {
    const all: Declared[] = [];
    declared = all;
    declaredIn.set(stack, all);
    stack.node.addValidation({
      validate: () => {
        const standing = all.filter(({ resource: each }) => each.node.scope?.node.tryFindChild(each.node.id) === each);
        return [
          ...withoutProvider(stack, standing),
          ...duplicateAddresses(standing),
          ...exactBesideAdditive(standing),
          ...standing.flatMap((each) => beyondLimits(each.resource, each.features)),
        ];
      },
    });
  }
  declared.push({ resource, claims, features });
}

function withoutProvider(stack: TerraformStack, [first, ...others]: readonly Declared[]): string[] {
  const isOurs = (each: unknown): boolean =>
    TerraformProvider.isTerraformProvider(each) && each.terraformProviderSource === PROVIDER_ADDRESS;
  if (first === undefined || stack.node.findAll().some(isOurs)) return [];
  const who = `"${first.resource.node.path}"${others.length === 0 ? "" : ` and ${String(others.length)} more`}`;
  return [
    `stack "${stack.node.id}" has no feature flag provider, needed by ${who}: add new FlagsmithProvider(this, "flags"), or SplitProvider, VercelProvider or MixpanelProvider`,
  ];
}

/** cdktf merges two resources of one address silently, the later over the earlier. */
function duplicateAddresses(declared: readonly Declared[]): string[] {
  const byAddress = new Map<string, TerraformResource[]>();
  for (const { resource } of declared) {
    const address = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
    byAddress.set(address, [...(byAddress.get(address) ?? []), resource]);
  }
  return [...byAddress]
    .filter(([, resources]) => resources.length > 1)
    .map(
      ([address, resources]) =>
        `${resources.map((each) => `"${each.node.path}"`).join(" and ")} are all ${address}. If they are the same object, keep one of them; if they are two objects with the same name, call overrideLogicalId on one`,
    );
}

function exactBesideAdditive(declared: readonly Declared[]): string[] {
  const exact = new Map<string, TerraformResource>();
  for (const { resource, claims } of declared) {
    for (const claim of claims) if (claim.exact) exact.set(`${claim.kind} ${claim.unit}`, resource);
  }
  return declared.flatMap(({ resource, claims }) =>
    claims.flatMap((claim) => {
      const owner = claim.exact ? undefined : exact.get(`${claim.kind} ${claim.unit}`);
      if (owner === undefined) return [];
      return [
        `"${owner.node.path}" sets the exact set of ${claim.kind} overrides (${claim.kind}Overrides), which would remove "${resource.node.path}". List the override there, or leave ${claim.kind}Overrides out of the definition`,
      ];
    }),
  );
}
