// A new checkout, tried out in staging, shown to beta testers in production, and a service that is deployed after its flag.
import { DataResource, TerraformStack } from "cdktf";
import {
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
} from "flagform";

export function checkoutStack(app) {
  const stack = new TerraformStack(app, "checkout");

  // Server, key and project come from FLAGSMITH_HOST, FLAGSMITH_MASTER_API_KEY and FLAGSMITH_PROJECT where Terraform runs.
  new FlagsmithProvider(stack, "flagsmith");

  // Environments are usually there already: they are looked up, and a name that does not exist is an error at plan.
  const staging = FlagEnvironment.lookup(stack, "staging", { name: "staging" });
  const production = FlagEnvironment.lookup(stack, "production", { name: "production" });

  const betaTesters = new Segment(stack, "beta-testers", {
    name: "beta testers",
    description: "Adults on the islands who pay, or who work here.",
    conditions: [
      Trait.of("country").oneOf("GB", "IE"),
      Trait.of("age").atLeast(18),
      Condition.any(Trait.of("plan").equalTo("pro"), Trait.of("email").contains("@example.com")),
    ],
  });

  const itemLimit = new FeatureFlag(stack, "item-limit", {
    key: "checkout-item-limit",
    type: FlagType.INTEGER,
    description: "How many items the new checkout takes. Off: the classic checkout.",
    onDestroy: FlagRemoval.DELETE,
  });

  itemLimit.define(staging, { enabled: true, serve: Serve.integer(100) });

  const live = itemLimit.define(production, { enabled: false, serve: Serve.integer(10) });
  const forBetaTesters = live.overrideSegment(betaTesters, { serve: Serve.integer(50) });
  const forSupport = live.overrideIdentity("support-desk", { serve: Serve.integer(500) });

  // Whatever depends on the gate is deployed after the flag, and the command runs again whenever one of these changes.
  const gate = new ReleaseGate(stack, "gate", {
    after: [live, forBetaTesters, forSupport],
    command: 'echo "the checkout flag is in place"',
  });

  // In place of a service of yours.
  new DataResource(stack, "service", { input: { image: "checkout:2" }, dependsOn: [gate] });

  return stack;
}
