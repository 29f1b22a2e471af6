import { DriverError } from "../../testing/failure";
import { Plan, type PlannedChange } from "../../testing/plan";
import { renderPlan } from "../../testing/render-plan";
import { type Adopted, allOf, DEFINITION, type Inventory } from "../inventory/adopted";
import type { Session } from "../session";
import { escaped } from "./json-stack";

/** What a plan of the configuration would do. */
export type Outcome =
  | { readonly kind: "planned"; readonly plan: Plan }
  /** Objects that the platform or the provider refuses, with the reason. */
  | { readonly kind: "refused"; readonly reasons: ReadonlyMap<Adopted, string> };

/** Plans a stack with reads only. Throws where the reason is none of its objects. */
export async function planImports(
  session: Session,
  stack: object,
  inventory: Inventory,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return { kind: "planned", plan: await session.driver().plan(stack, { signal }) };
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof DriverError)) throw cause;
    const byAddress = addresses(stack, inventory);
    const reasons = new Map<Adopted, string>();
    for (const { address = "", summary, detail } of cause.diagnostics) {
      const adopted = byAddress.get(address);
      if (!adopted) throw cause;
      if (!reasons.has(adopted)) reasons.set(adopted, `${summary}. ${detail}`.replace(/\s+/g, " "));
    }
    return { kind: "refused", reasons };
  }
}

/** The adopted objects by the addresses of a stack, which its import blocks tell. */
function addresses(stack: object, inventory: Inventory): ReadonlyMap<string, Adopted> {
  const byImport = new Map(allOf(inventory).map((each) => [`${each.type} ${escaped(each.importId)}`, each]));
  const { import: blocks = [] } = stack as { readonly import?: readonly { readonly to: string; readonly id: string }[] };
  return new Map(
    blocks.flatMap(({ to, id }) => {
      const type = to.slice(0, to.indexOf("."));
      // That of a definition says which overrides it lists.
      const own = type === DEFINITION ? (id.split("?overrides=", 1)[0] ?? id) : id;
      const adopted = byImport.get(`${type} ${own}`);
      return adopted ? [[to, adopted] as const] : [];
    }),
  );
}

/** How many objects a plan imports, and what else it would do. */
export function resultOf(plan: Plan): { readonly imports: number; readonly changes: readonly PlannedChange[] } {
  return {
    imports: plan.changes.filter(({ importId }) => importId !== undefined).length,
    changes: plan.changes.filter(({ action }) => action !== "no-op"),
  };
}

/** What is not only an import, as Terraform prints it. */
export function changesText(plan: Plan): string {
  const changes = plan.internals.changes.filter(({ action }) => action !== "no-op");
  return renderPlan(new Plan([], [], { ...plan.internals, changes, outputs: {} }));
}
