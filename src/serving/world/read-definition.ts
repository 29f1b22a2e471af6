import { type Fact, known, unknown } from "../fact";
import { readOverrides } from "./read-overrides";
import { readTargetingRules } from "./read-rules";
import { readServe, readVariants } from "./read-serve";
import { readNumber, readSwitch, readText } from "./read-switch";
import { cellOf, member, type ResourceValues } from "./resource-values";
import { NO_IDS, type PlatformName, type WorldDefinition } from "./world";

/** A `flagform_environment_definition`. */
export function readDefinition(
  resource: ResourceValues,
  unit: Pick<WorldDefinition, "environment" | "flag">,
  platform: PlatformName,
): WorldDefinition {
  const cell = cellOf(resource);
  const whose = `the definition of ${unit.flag} in ${unit.environment}`;
  const serve = readServe(member(cell, "serve"), whose);
  const overrides = member(cell, "overrides");
  return {
    ...unit,
    address: resource.address,
    enabled: readSwitch(member(cell, "enabled"), `whether ${unit.flag} is enabled in ${unit.environment}`),
    serve: serve.known && serve.value === null ? unknown("unmanaged", `what ${whose} serves is not managed here`) : serve,
    killed: readSwitch(member(cell, "killed"), `whether ${unit.flag} is killed in ${unit.environment}`),
    whenOff: readText(member(cell, "when_off"), `what ${whose} serves when off`),
    variants: readVariants(member(cell, "variants"), whose),
    rules: readTargetingRules(member(cell, "rules"), whose),
    segmentOverrides: readOverrides(member(cell, "segment_overrides"), overrides, "segment", resource.address, whose),
    identityOverrides: readOverrides(member(cell, "identity_overrides"), overrides, "identity", resource.address, whose),
    allocation: allocationOf(resource, platform, whose),
    reuse: platform === "vercel" ? reuseOf(resource, whose) : known(null),
    ids: NO_IDS,
  };
}

function allocationOf(resource: ResourceValues, platform: PlatformName, whose: string): Fact<number> {
  const cell = cellOf(resource);
  if (platform === "split")
    return readNumber(member(member(cell, "split"), "traffic_allocation"), `the traffic allocation of ${whose}`);
  if (platform === "mixpanel")
    return readNumber(member(member(cell, "mixpanel"), "rollout_percentage"), `the rollout percentage of ${whose}`);
  return known(100);
}

function reuseOf(resource: ResourceValues, whose: string): Fact<string | null> {
  const reuse = readText(member(member(cellOf(resource), "vercel"), "reuse"), `the environment that ${whose} reuses`);
  return reuse.known && reuse.value === "" ? known(null) : reuse;
}

/** The definition that separate overrides belong to where no resource manages it. */
export function undefinedDefinition(unit: Pick<WorldDefinition, "environment" | "flag">): WorldDefinition {
  const elsewhere = unknown(
    "elsewhere",
    `the definition of ${unit.flag} in ${unit.environment} is not among these resources`,
  );
  const none = { entries: [], complete: elsewhere };
  return {
    ...unit,
    address: null,
    enabled: elsewhere,
    serve: elsewhere,
    killed: elsewhere,
    whenOff: elsewhere,
    variants: elsewhere,
    rules: elsewhere,
    segmentOverrides: none,
    identityOverrides: none,
    allocation: elsewhere,
    reuse: elsewhere,
    ids: NO_IDS,
  };
}
