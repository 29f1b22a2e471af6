import type { ResourceValues } from "../../serving/world/resource-values";
import type { PlatformName } from "../../serving/world/world";
import { ArgumentError } from "../../terraform/function";
import { isUnknown } from "../../terraform/value";
import { environmentDefinitionAttributes } from "../environment-definition/environment-definition-attributes";
import { featureFlagAttributes } from "../feature-flag/feature-flag-attributes";
import { identityOverrideAttributes } from "../overrides/identity-override-attributes";
import { segmentOverrideAttributes } from "../overrides/segment-override-attributes";
import { segmentAttributes } from "../segment/segment-attributes";
import { plainValue, unknownParts } from "./plain-value";

/** Terraform passes objects without their type, which their attributes give away. */
const TYPES: readonly (readonly [string, readonly string[]])[] = [
  ["flagform_feature_flag", Object.keys(featureFlagAttributes)],
  ["flagform_environment_definition", Object.keys(environmentDefinitionAttributes)],
  ["flagform_segment_override", Object.keys(segmentOverrideAttributes)],
  ["flagform_identity_override", Object.keys(identityOverrideAttributes)],
  ["flagform_segment", Object.keys(segmentAttributes)],
];

interface Found {
  readonly resources: readonly ResourceValues[];
  /** Whether there may be more of them after the apply. */
  readonly mayBeMore: boolean;
}

/** The resources in an argument: alone, in lists, and in the maps and lists that `for_each` and `count` make. */
export function resourcesIn(argument: unknown, platform: PlatformName, index: number): Found {
  const found: ResourceValues[] = [];
  let mayBeMore = false;
  const walk = (value: unknown, address: string): void => {
    if (value === null) return;
    const type = typeOf(value);
    if (isUnknown(value)) {
      mayBeMore = true;
    } else if (type !== undefined) {
      const unknown = unknownParts(value);
      const values = plainValue(value) as ResourceValues["values"];
      found.push({ address, type, values, platform, ...(unknown !== undefined && { unknown }) });
    } else if (typeof value === "object") {
      for (const [key, each] of Object.entries(value)) walk(each, `${address}[${JSON.stringify(key)}]`);
    } else {
      throw new ArgumentError(
        index,
        `${address} is not a resource. Pass whole resources, such as flagform_feature_flag.example.`,
      );
    }
  };
  walk(argument, "resources");
  return { resources: found, mayBeMore };
}

function typeOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return TYPES.find(([, names]) => names.every((name) => Object.hasOwn(value, name)))?.[0];
}
