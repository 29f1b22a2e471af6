import { type App, DataResource, type TerraformStack } from "cdktf";
import {
  Condition,
  FeatureFlag,
  FlagEnvironment,
  FlagType,
  FlagValue,
  ReleaseGate,
  Segment,
  Serve,
  Trait,
  Variant,
} from "../../src";
import { newStack } from "./synthesize";

/** A stack with everything that a team would write. */
export function checkout(app?: App): TerraformStack {
  const stack = newStack("flags", app);
  const production = FlagEnvironment.fromName(stack, "production", "Production");
  const development = new FlagEnvironment(stack, "development", { name: "Development" });
  const beta = new Segment(stack, "beta", {
    name: "beta users",
    description: "They ask for ${everything} and %{more}.",
    conditions: [
      Trait.of("country").oneOf("GB", "IE"),
      Trait.of("age").atLeast(18),
      Condition.any(Trait.of("plan").equalTo("pro"), Condition.none(Trait.of("banned").isSet())),
    ],
  });
  const flag = new FeatureFlag(stack, "flag", {
    key: "new-checkout",
    type: FlagType.STRING,
    description: 'The "new" checkout:\nfaster, \\ cheaper',
    tags: ["team-payments"],
    variants: {
      classic: Variant.of(FlagValue.ofString("[classic]"), { weight: 90 }),
      express: Variant.of(FlagValue.ofString('{"steps": 1}'), { description: "one step", weight: 10 }),
    },
  });
  flag.define(development, { enabled: true, serve: Serve.variant("express") });
  const definition = flag.define(production, { enabled: true, serve: Serve.split({ classic: 80, express: 20 }) });
  const override = definition.overrideSegment(beta, { priority: 1, serve: Serve.variant("express") });
  const identity = definition.overrideIdentity("user-42", { serve: Serve.value(FlagValue.ofString("7")) });
  const gate = new ReleaseGate(stack, "gate", { after: [definition, override, identity], command: "echo ${HOME}" });
  new DataResource(stack, "service", { dependsOn: [gate] });
  return stack;
}
