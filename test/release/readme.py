"""The README's example in Python, line by line."""

from cdktf import App, TerraformStack
from flagform import FeatureFlag, FlagEnvironment, FlagsmithProvider, Segment, Trait

app = App()
stack = TerraformStack(app, "checkout")
FlagsmithProvider(stack, "flagsmith", project="Shop")

staging = FlagEnvironment.lookup(stack, "staging", name="staging")
production = FlagEnvironment.lookup(stack, "production", name="production")
beta = Segment(stack, "beta", name="beta", conditions=[Trait.of("country").one_of("GB", "IE")])

checkout = FeatureFlag(stack, "new-checkout", key="new-checkout", description="The new checkout")
checkout.define(staging, enabled=True)
live = checkout.define(production, enabled=False)
live.override_segment(beta, enabled=True)
live.override_identity("user-42", enabled=True)

app.synth()
