import { EnvironmentDefinition, FeatureFlag, FlagEnvironment, Segment, Trait } from "flagform";

const checkout = new FeatureFlag(stack, "checkout", { key: "new-checkout" });
const production = FlagEnvironment.fromName(stack, "production", "production");
const beta = new Segment(stack, "beta", { name: "beta", conditions: [Trait.of("plan").equalTo("beta")] });

// The same as checkout.define(production, { enabled: false }).
const live = new EnvironmentDefinition(stack, "live", { flag: checkout, environment: production, enabled: false });
live.overrideSegment(beta, { enabled: true });
