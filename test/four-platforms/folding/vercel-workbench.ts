import type { Named } from "../../../src/platforms/port/named";
import { Workbench } from "../../platforms/vercel/workbench";
import { one, VARIANTS, variantServe } from "./variant-serve";
import { type FoldingWorkbench, SEGMENTS, STRANGER } from "./workbench";

interface Live {
  readonly variants: readonly { readonly id: string; readonly value: unknown }[];
  readonly environments: Readonly<Record<string, Environment>>;
}
interface Environment {
  readonly revision?: number;
  readonly rules: readonly { readonly id: string }[];
  readonly targets?: Readonly<Record<string, { user?: { id?: readonly { value: string }[] } }>>;
}

const RULE = "rule_theirs0000001";

export async function vercelWorkbench(): Promise<FoldingWorkbench> {
  const workbench = await Workbench.start();
  const segments: Named[] = [];
  for (const name of SEGMENTS) segments.push(await workbench.segment(name));
  const theirs = segments[3]?.id ?? "";
  const live = async (flag: string): Promise<Live> => (await workbench.api("GET", `flags/${flag}`)) as unknown as Live;
  const red = ({ variants }: Live): string => variants.find(({ value }) => value === "red")?.id ?? "";
  return {
    name: "Vercel",
    server: workbench.server,
    has: { killed: true, whenOff: true, rules: true, priorities: true },
    segments,
    open: () => workbench.platform(),
    unit: (flag) => workbench.unit("production", flag, VARIANTS),
    serve: variantServe,

    async byHand({ flag }) {
      const now = await live(flag.name);
      const { revision: _, ...production } = now.environments["production"] ?? { rules: [] };
      const variantId = red(now);
      const outcome = { type: "variant", variantId };
      const plan = { lhs: { type: "entity", kind: "user", attribute: "plan" }, cmp: "eq", rhs: "theirs" };
      await workbench.api("PATCH", `flags/${flag.name}`, {
        environments: {
          production: {
            ...production,
            rules: [
              ...production.rules,
              { id: "rule_theirs0000000", conditions: [{ lhs: { type: "segment" }, cmp: "eq", rhs: theirs }], outcome },
              { id: RULE, conditions: [plan], outcome },
            ],
            targets: withTarget(production.targets ?? {}, variantId),
          },
        },
      });
    },

    async foreign({ flag }, rules) {
      const now = await live(flag.name);
      const production = now.environments["production"];
      const told = production?.rules.filter(({ id }) => id === RULE || JSON.stringify(production.rules).includes(theirs));
      const targets = production?.targets?.[red(now)]?.user?.id ?? [];
      return {
        segment: told?.find((each) => each.id !== RULE && JSON.stringify(each).includes(theirs)),
        ...(rules && { rule: told?.find(({ id }) => id === RULE) }),
        identity: targets.filter(({ value }) => value === STRANGER),
      };
    },

    fewest: one,

    // Larger than what a flag may be, which its size with all else in it decides.
    culprit: (unit, platform) =>
      platform.identityOverrides.put(unit, "x".repeat(210_000), { enabled: true, serve: variantServe("first") }),

    stop: () => workbench.stop(),
  };
}

function withTarget(targets: NonNullable<Environment["targets"]>, variantId: string): object {
  const listed = targets[variantId]?.user?.id ?? [];
  const mine = { ...targets[variantId], user: { ...targets[variantId]?.user, id: [...listed, { value: STRANGER }] } };
  return { ...targets, [variantId]: mine };
}
