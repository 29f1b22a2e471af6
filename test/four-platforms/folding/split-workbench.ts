import { Workbench } from "../../platforms/split/workbench";
import { one, variantServe } from "./variant-serve";
import { type FoldingWorkbench, SEGMENTS, STRANGER } from "./workbench";

interface Treatment {
  readonly name: string;
  readonly keys?: readonly string[];
  readonly segments?: readonly string[];
}
interface Content {
  readonly treatments: readonly Treatment[];
  readonly rules?: readonly { readonly condition: { readonly matchers: readonly { readonly attribute?: string }[] } }[];
}

export async function splitWorkbench(): Promise<FoldingWorkbench> {
  const workbench = await Workbench.start(
    {},
    {
      segments: SEGMENTS.map((name) => ({
        name,
        trafficType: "user",
        environments: { Production: { keys: [`of ${name}`] } },
      })),
    },
  );
  const environment = await workbench.environment();
  const listed = await workbench.platform().segments.list(workbench.project);
  const segments = SEGMENTS.map((name) => {
    const found = listed.find((each) => each.name === name);
    if (!found) throw new Error(`no segment ${name}`);
    return found;
  });
  const live = (path: string): Content => JSON.parse(workbench.server.write("GET", path).body) as Content;
  return {
    name: "Split",
    server: workbench.server,
    has: { killed: true, whenOff: true, rules: true, priorities: false },
    segments,
    open: () => workbench.platform(),
    unit: async (flag) => ({ project: workbench.project, environment, flag: await workbench.flag(flag) }),
    serve: variantServe,

    byHand(unit) {
      const path = workbench.path(unit);
      const index = live(path).treatments.findIndex(({ name }) => name === "red");
      const now = live(path).treatments[index];
      const rule = {
        buckets: [{ treatment: "blue", size: 100 }],
        condition: { combiner: "AND", matchers: [{ type: "IN_LIST_STRING", attribute: "theirs", strings: ["x"] }] },
      };
      const reply = workbench.server.write("PATCH", path, [
        { op: "add", path: `/treatments/${String(index)}/keys`, value: [...(now?.keys ?? []), STRANGER] },
        { op: "add", path: `/treatments/${String(index)}/segments`, value: [...(now?.segments ?? []), "theirs"] },
        { op: "add", path: "/rules", value: [...(live(path).rules ?? []), rule] },
      ]);
      if (reply.status !== 200) throw new Error(reply.body);
      return Promise.resolve();
    },

    foreign(unit, rules) {
      const { treatments, rules: all = [] } = live(workbench.path(unit));
      return Promise.resolve({
        keys: treatments.flatMap(({ name, keys }) => (keys?.includes(STRANGER) ? [name] : [])),
        segments: treatments.flatMap((each) => (each.segments?.includes("theirs") ? [each.name] : [])),
        ...(rules && {
          rules: all.filter(({ condition }) => condition.matchers.some(({ attribute }) => attribute === "theirs")),
        }),
      });
    },

    fewest: one,

    culprit: (unit, platform) =>
      platform.definitions.write(unit, [
        {
          kind: "put-segment-override",
          segment: { id: "standard:ghost", name: "ghost" },
          enabled: true,
          serve: variantServe("first"),
        },
      ]),

    stop: () => workbench.server.stop(),
  };
}
