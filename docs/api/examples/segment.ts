import { Condition, Segment, Trait } from "flagform";

new Segment(stack, "beta-testers", {
  name: "beta testers",
  conditions: [
    Trait.of("country").oneOf("GB", "IE"),
    Condition.any(Trait.of("plan").equalTo("pro"), Trait.of("email").contains("@example.com")),
  ],
});
