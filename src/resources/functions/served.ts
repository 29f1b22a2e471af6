import { ANY, defineFunction } from "../../terraform/function";
import { computed, t } from "../../terraform/schema";
import { valueType } from "../audience/serve-attribute";

const OUTCOME = {
  enabled: computed(t.bool, "Whether the flag is on for them."),
  value: computed(valueType, "What they get, in the attribute of its type. Null if the flag has no value there."),
  variant: computed(t.string, "The variant's key, `on` or `off` of a boolean flag. Null if a value of its own is served."),
  reason: computed(t.string, "Why: `identity user-42`, `segment beta`, `rule eu`, `default`, `killed`, …"),
} as const;

const SERVED = t.object({
  kind: computed(
    t.string,
    "`certain`; `distribution`, if a bucket decides that only the platform knows; or `unknown`. Only if it is `certain`, `enabled`, `value`, `variant` and `reason` are set.",
  ),
  ...OUTCOME,
  shares: computed(
    t.list(t.object({ percent: computed(t.number, "How many of 100 people like this one."), ...OUTCOME })),
    "Who gets what in a `distribution`, the largest share first.",
  ),
  because: computed(t.list(t.string), "Why it is `unknown`."),
  assuming: computed(t.list(t.string), "What the answer takes for granted, such as that nobody else overrides the flag."),
});

export const servedFunction = defineFunction({
  name: "served",
  summary: "Who is served what, from the resources that define it",
  description:
    "Evaluates a flag for a person, as the platform would after the apply, from the resources alone: nothing is read from the platform. For `check` and `postcondition` blocks, and for the assertions of `terraform test`, also with `command = plan`. If the answer depends on something that is known only after the apply, so is the result.",
  parameters: [
    { name: "platform", type: t.string, description: "`flagsmith`, `split`, `vercel` or `mixpanel`." },
    {
      name: "resources",
      type: ANY,
      takesUnknown: true,
      description:
        "The flags, definitions, overrides and segments that decide: a list of whole resources, such as `[flagform_feature_flag.new_checkout, flagform_environment_definition.production]`. With `for_each`, the whole resource.",
    },
    { name: "environment", type: t.string, description: "The environment, by the name in the definitions." },
    { name: "flag", type: t.string, description: "The flag's key." },
    {
      name: "person",
      type: ANY,
      nullable: true,
      description:
        "An object with any of `identity`, `traits` (a map), `segments` (memberships that the resources do not decide, by name), `at` (a time in RFC 3339, for rollouts), `sdk`, and on Vercel `entity`. Null: somebody without a name or traits.",
    },
  ],
  returns: SERVED,
  // The evaluator is loaded by the first call: most runs have none.
  async call(platform, resources, environment, flag, person) {
    const { servedTo } = await import("./served-to");
    return servedTo(platform, resources, environment, flag, person);
  },
});
