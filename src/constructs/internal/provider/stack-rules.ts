import { TerraformProvider, type TerraformResource, TerraformStack } from "cdktf";
import { isInTree } from "../in-tree";
import { beyondLimits, type Feature } from "../platform-limits";
import { type Claimed, type OverrideClaim, overrideIssues } from "./override-rules";
import { PROVIDER_ADDRESS } from "./provider-address";

/** What the rules check about a resource, besides its address. */
export interface Declaration {
  readonly claims?: readonly OverrideClaim[];
  readonly features?: readonly Feature[];
}

interface Declared {
  readonly resource: TerraformResource;
  readonly describe: () => Declaration;
}

const declaredIn = new WeakMap<TerraformStack, Declared[]>();

/**
 * Makes a resource known to the rules that look at the whole stack, once per stack, when it is synthesized. What it says of itself is
 * asked for then: a definition may be given overrides until the end.
 */
export function declare(resource: TerraformResource, describe: () => Declaration = () => ({})): void {
  const stack = TerraformStack.of(resource);
  let declared = declaredIn.get(stack);
  if (declared === undefined) {
    const all: Declared[] = [];
    declared = all;
    declaredIn.set(stack, all);
    stack.node.addValidation({
      validate: () => {
        const described = standing(all).map(({ resource: each, describe: ask }) => ({ resource: each, ...ask() }));
        return [
          ...withoutProvider(stack, described),
          ...duplicateAddresses(described),
          ...overrideIssues(described.flatMap(claimsOf)),
          ...described.flatMap((each) => beyondLimits(each.resource, each.features ?? [])),
        ];
      },
    });
  }
  declared.push({ resource, describe });
}

/** Not those that were removed from the tree again: they are let go, for nothing comes back into it. */
function standing(all: Declared[]): readonly Declared[] {
  const left = all.filter(({ resource }) => isInTree(resource));
  if (left.length < all.length) {
    all.length = 0;
    for (const each of left) all.push(each);
  }
  return left;
}

interface Described extends Declaration {
  readonly resource: TerraformResource;
}

function claimsOf({ resource, claims = [] }: Described): Claimed[] {
  return claims.map((claim) => ({ ...claim, resource }));
}

function withoutProvider(stack: TerraformStack, [first, ...others]: readonly Described[]): string[] {
  const isOurs = (each: unknown): boolean =>
    TerraformProvider.isTerraformProvider(each) && each.terraformProviderSource === PROVIDER_ADDRESS;
  if (first === undefined || stack.node.findAll().some(isOurs)) return [];
  const who = `"${first.resource.node.path}"${others.length === 0 ? "" : ` and ${String(others.length)} more`}`;
  return [
    `stack "${stack.node.id}" has no feature flag provider, needed by ${who}: add new FlagsmithProvider(this, "flags"), or SplitProvider, VercelProvider or MixpanelProvider`,
  ];
}

/** cdktf silently merges two resources with the same address: the later one wins. */
function duplicateAddresses(declared: readonly Described[]): string[] {
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
