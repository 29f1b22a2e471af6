import type { PlatformWorkbench, StackParts } from "./platform-workbench";
import { asBody, asPrinted, Query, type Shown } from "./query";

/** What stands on a platform, listed and taken over by the configuration that is generated for it. */

/** Overrides are stated in the definitions, or as resources of their own. */
export const ARRANGEMENTS = {
  together: ["feature_flag", "environment", "segment", "environment_definition"],
  apart: ["segment_override", "identity_override"],
} as const;

export type Arrangement = keyof typeof ARRANGEMENTS;

export interface MovedIn {
  /** How many objects of each type were shown. */
  readonly shown: Readonly<Record<string, number>>;
  /** What the lists, the generation and the plan told of, without what was shown twice. */
  readonly told: readonly string[];
  /** What a plan would do beside importing: nothing, if it is as it should be. */
  readonly changes: readonly object[];
  /** Requests that changed something. */
  readonly writes: number;
  /** What a plan after the apply would do. */
  readonly after: Readonly<Record<string, string>>;
}

export async function moveIn(workbench: PlatformWorkbench, how: Arrangement, more: StackParts = {}): Promise<MovedIn> {
  const query = await Query.of(workbench, more);
  const told: string[] = [];
  const counts: Record<string, number> = {};
  const resources: Record<string, Record<string, object>> = {};
  const blocks: object[] = [];
  try {
    for (const type of ARRANGEMENTS[how]) {
      const listed = await query.list(`flagform_${type}`);
      told.push(...listed.told);
      refuseTwins(type, listed.shown);
      counts[type] = listed.shown.length;
      for (const [index, { object, identity }] of listed.shown.entries()) {
        const generated = await query.generated(`flagform_${type}`, object ?? {});
        told.push(...generated.told);
        const name = `each_${String(index)}`;
        resources[type] = { ...resources[type], [name]: asPrinted(generated.config) as object };
        blocks.push({ to: `flagform_${type}.${name}`, identity: asBody(identity) });
      }
    }
  } finally {
    await query.close();
  }
  const driver = workbench.newDriver();
  const stack = workbench.stack(resources, more);
  const plan = await driver.plan({ ...stack, import: blocks });
  const changes = plan.changes.filter(({ action }) => action !== "no-op").map(difference);
  workbench.forget();
  await driver.apply(plan);
  const writes = workbench.writes().length;
  const after = (await driver.plan(stack)).actions();
  return { shown: counts, told: [...new Set(told)], changes, writes, after };
}

/** The same identity, or the same name to people, would lead to the wrong object. */
function refuseTwins(type: string, shown: readonly Shown[]): void {
  for (const of of [({ name }: Shown) => name, ({ identity }: Shown) => JSON.stringify(identity)]) {
    const all = shown.map(of);
    const twin = all.find((each, index) => all.indexOf(each) !== index);
    if (twin !== undefined) throw new Error(`the list of ${type} shows ${twin} twice`);
  }
}

/** What a plan that should only import would change. */
export function difference({
  address,
  action,
  before,
  after,
}: {
  readonly address: string;
  readonly action: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}): object {
  const names = Object.keys({ ...before, ...after });
  const changed = names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  const changes = changed.map((name) => `${name}: ${JSON.stringify(before?.[name])} -> ${JSON.stringify(after?.[name])}`);
  return { address, action, changes };
}
