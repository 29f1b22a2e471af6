import { FeatureFlag, FlagEnvironment } from "flagform";

const production = FlagEnvironment.lookup(stack, "production", { name: "production" });
new FeatureFlag(stack, "checkout", { key: "new-checkout" }).define(production, { enabled: false });
