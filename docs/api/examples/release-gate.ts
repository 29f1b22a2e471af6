import { DataResource } from "cdktf";
import { FeatureFlag, FlagEnvironment, ReleaseGate } from "flagform";

const checkout = new FeatureFlag(stack, "checkout", { key: "new-checkout" });
const live = checkout.define(FlagEnvironment.fromName(stack, "production", "production"), { enabled: false });
const gate = new ReleaseGate(stack, "gate", { after: [live], command: "./purge-cache.sh" });
new DataResource(stack, "service", { input: { image: "checkout:2" }, dependsOn: [gate] });
