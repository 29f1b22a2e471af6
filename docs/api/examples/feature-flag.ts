import { FeatureFlag, FlagEnvironment, FlagType, Serve } from "flagform";

const limit = new FeatureFlag(stack, "limit", { key: "item-limit", type: FlagType.INTEGER, tags: ["checkout"] });
const production = FlagEnvironment.fromName(stack, "production", "production");
limit.define(production, { enabled: true, serve: Serve.integer(10) });
