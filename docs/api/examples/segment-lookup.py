from flagform import FeatureFlag, FlagEnvironment, Segment

staff = Segment.lookup(stack, "staff", name="staff")
checkout = FeatureFlag(stack, "checkout", key="new-checkout")
live = checkout.define(FlagEnvironment.from_name(stack, "production", "production"), enabled=False)
live.override_segment(staff, enabled=True)
