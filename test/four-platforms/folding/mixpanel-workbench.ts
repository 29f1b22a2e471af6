import { type FlagAnswer, flagAnswer } from "../../../src/platforms/mixpanel/api/answers";
import { bodyOf, documentOf } from "../../../src/platforms/mixpanel/flag/document";
import type { Named } from "../../../src/platforms/port/named";
import { cohortGroup, group } from "../../platforms/mixpanel/live";
import { Workbench } from "../../platforms/mixpanel/workbench";
import { one, VARIANTS, variantServe } from "./variant-serve";
import { type FoldingWorkbench, SEGMENTS, STRANGER } from "./workbench";

const RULE = "theirs by plan";

export async function mixpanelWorkbench(): Promise<FoldingWorkbench> {
  const workbench = await Workbench.start({ deletedKeys: "free" }, ["production"]);
  const platform = workbench.platform();
  const project = await platform.project(null);
  const segments: Named[] = [];
  for (const name of SEGMENTS) segments.push(await workbench.segment(platform, name, name));
  const theirs = Number(segments[3]?.id.split(":")[1]);
  const live = async (key: string): Promise<FlagAnswer> => {
    const listed = (await workbench.api("GET", workbench.flags("production"))) as readonly { readonly key: string }[];
    return flagAnswer.parse(listed.find((each) => each.key === key));
  };
  return {
    name: "Mixpanel",
    server: workbench.server,
    has: { killed: true, whenOff: false, rules: true, priorities: true },
    segments,
    open: () => workbench.platform(),
    async unit(name) {
      const flag = await platform.flags.create(project, { name, type: "string", variants: VARIANTS });
      return workbench.unit(platform, flag);
    },
    serve: variantServe,

    async byHand({ flag }) {
      const now = await live(flag.name);
      const document = documentOf(now);
      const { ruleset } = document;
      const runtime = { "==": [{ var: "plan" }, "theirs"] };
      const mine = { variant_override: { key: "red" } };
      const changed = {
        ...document,
        ruleset: {
          ...ruleset,
          rollout: [
            ...ruleset.rollout.slice(0, -1),
            cohortGroup(theirs, "Theirs", mine),
            group({ name: RULE, runtime_evaluation_rule: runtime, ...mine }),
            ...ruleset.rollout.slice(-1),
          ],
          test: { ...ruleset.test, users: { ...ruleset.test?.users, [STRANGER]: "red" } },
        },
      };
      await workbench.api("PUT", `${workbench.flags("production")}/${now.id}`, bodyOf(changed));
    },

    async foreign({ flag }, rules) {
      const { rollout, test } = (await live(flag.name)).ruleset;
      return {
        segment: rollout.find((each) => JSON.stringify(each.cohort_definition).includes(String(theirs))),
        ...(rules && { rule: rollout.find(({ name }) => name === RULE) }),
        identity: test?.users?.[STRANGER],
      };
    },

    fewest: one,

    culprit: (unit, own) =>
      own.definitions.write(unit, [
        {
          kind: "put-segment-override",
          segment: { id: "999:999", name: "ghost" },
          enabled: true,
          serve: variantServe("first"),
        },
      ]),

    stop: () => workbench.stop(),
  };
}
