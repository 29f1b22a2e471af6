import { FeatureFlag, FlagEnvironment, Segment } from "flagform";

const staff = Segment.lookup(stack, "staff", { name: "staff" });
const checkout = new FeatureFlag(stack, "checkout", { key: "new-checkout" });
const live = checkout.define(FlagEnvironment.fromName(stack, "production", "production"), { enabled: false });
live.overrideSegment(staff, { enabled: true });
