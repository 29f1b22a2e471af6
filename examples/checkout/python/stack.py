"""The same stack as ../stack.mjs, in Python."""

from cdktf import App, DataResource, TerraformStack
from flagform import (
    Condition,
    FeatureFlag,
    FlagEnvironment,
    FlagRemoval,
    FlagsmithProvider,
    FlagType,
    ReleaseGate,
    Segment,
    Serve,
    Trait,
)


def checkout_stack(app: App) -> TerraformStack:
    stack = TerraformStack(app, "checkout")

    # Server, key and project come from FLAGSMITH_HOST, FLAGSMITH_MASTER_API_KEY and FLAGSMITH_PROJECT where Terraform runs.
    FlagsmithProvider(stack, "flagsmith")

    # Environments are usually there already: they are looked up, and a name that does not exist is an error at plan.
    staging = FlagEnvironment.lookup(stack, "staging", name="staging")
    production = FlagEnvironment.lookup(stack, "production", name="production")

    beta_testers = Segment(
        stack,
        "beta-testers",
        name="beta testers",
        description="Adults on the islands who pay, or who work here.",
        conditions=[
            Trait.of("country").one_of("GB", "IE"),
            Trait.of("age").at_least(18),
            Condition.any(Trait.of("plan").equal_to("pro"), Trait.of("email").contains("@example.com")),
        ],
    )

    item_limit = FeatureFlag(
        stack,
        "item-limit",
        key="checkout-item-limit",
        type=FlagType.INTEGER,
        description="How many items the new checkout takes. Off: the classic checkout.",
        on_destroy=FlagRemoval.DELETE,
    )

    item_limit.define(staging, enabled=True, serve=Serve.integer(100))

    live = item_limit.define(production, enabled=False, serve=Serve.integer(10))
    for_beta_testers = live.override_segment(beta_testers, serve=Serve.integer(50))
    for_support = live.override_identity("support-desk", serve=Serve.integer(500))

    # Whatever depends on the gate is deployed after the flag, and the command runs again whenever one of these changes.
    gate = ReleaseGate(
        stack,
        "gate",
        after=[live, for_beta_testers, for_support],
        command='echo "the checkout flag is in place"',
    )

    # In place of a service of yours.
    DataResource(stack, "service", input={"image": "checkout:2"}, depends_on=[gate])

    return stack
