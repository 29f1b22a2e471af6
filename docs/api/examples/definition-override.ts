import { FeatureFlag, FlagEnvironment, ReleaseGate } from "flagform";

const checkout = new FeatureFlag(stack, "checkout", { key: "new-checkout" });
const live = checkout.define(FlagEnvironment.fromName(stack, "production", "production"), { enabled: false });
const forSupport = live.overrideIdentity("support-desk", { enabled: true });
new ReleaseGate(stack, "gate", { after: [forSupport], command: "./tell-support.sh" });
