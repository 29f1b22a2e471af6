import { DriverError } from "../../testing/failure";
import { Plan, type PlannedChange } from "../../testing/plan";
import { renderPlan } from "../../testing/render-plan";
import type { Adopted, Inventory } from "../inventory/adopted";
import type { Session } from "../session";
import { addressesIn } from "./addresses";
import type { Refusal } from "./refusal";

/** What a plan of the configuration would do. */
export type Outcome =
  | { readonly kind: "planned"; readonly plan: Plan }
  /** Objects that the platform or the provider refuses. */
  | { readonly kind: "refused"; readonly refused: ReadonlyMap<Adopted, Refusal> };

/** Plans a stack with reads only. Throws where the reason is none of its objects. */
export async function planAdopted(
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
    const byAddress = addressesIn(stack, inventory);
    const refused = new Map<Adopted, Refusal>();
    for (const { address = "", summary, detail, path = [] } of cause.diagnostics) {
      const adopted = byAddress.get(address);
      if (!adopted) throw cause;
      if (!refused.has(adopted)) refused.set(adopted, { why: `${summary}. ${detail}`.replace(/\s+/g, " "), path });
    }
    return { kind: "refused", refused };
  }
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
