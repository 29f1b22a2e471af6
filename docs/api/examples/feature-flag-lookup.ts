import { FeatureFlag, FlagEnvironment } from "flagform";

const checkout = FeatureFlag.lookup(stack, "checkout", { key: "new-checkout" });
checkout.define(FlagEnvironment.fromName(stack, "staging", "staging"), { enabled: true });
