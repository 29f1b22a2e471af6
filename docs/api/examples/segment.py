from flagform import Condition, Segment, Trait

Segment(
    stack,
    "beta-testers",
    name="beta testers",
    conditions=[
        Trait.of("country").one_of("GB", "IE"),
        Condition.any(Trait.of("plan").equal_to("pro"), Trait.of("email").contains("@example.com")),
    ],
)
