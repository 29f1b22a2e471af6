import { DriverError } from "../../testing/failure";
import type { Adopted, Inventory } from "../inventory/adopted";
import type { Session } from "../session";
import { Addresses } from "./addresses";
import { addressesIn, KnownSegments, type Part } from "./parts";
import type { Refusal } from "./refusal";
import { WholePlan } from "./whole-plan";

export type Refused = ReadonlyMap<Adopted, Refusal>;

/** What a plan of the configuration would do. */
export type Outcome =
  | { readonly kind: "planned"; readonly plan: WholePlan }
  /** Objects that the platform or the provider refuses. */
  | { readonly kind: "refused"; readonly refused: Refused };

/** Plans a stack with reads only, part by part. Throws where the reason is none of its objects. */
export async function planAdopted(
  session: Session,
  parts: Iterable<Part>,
  inventory: Inventory,
  signal: AbortSignal,
): Promise<Outcome> {
  const driver = session.driver();
  const segments = new KnownSegments();
  const plan = new WholePlan();
  const all = new Addresses(inventory);
  const refused = new Map<Adopted, Refusal>();
  const refuse = (adopted: Adopted, refusal: Refusal): void => {
    if (!refused.has(adopted)) refused.set(adopted, { ...refusal, why: refusal.why.replace(/\s+/g, " ") });
  };
  for (const part of parts) {
    const twice = addressesIn(part).filter((each) => plan.addresses.has(each));
    for (const [address, adopted] of twice.length === 0 ? [] : all.in(part))
      if (twice.includes(address))
        refuse(adopted, { why: `Another one becomes ${address} too.`, path: [], isNameTaken: true });
    const stack = segments.completed(part);
    try {
      plan.add(part, await driver.plan(stack, { signal }));
    } catch (cause) {
      signal.throwIfAborted();
      if (!(cause instanceof DriverError)) throw cause;
      const byAddress = all.in(stack);
      for (const { address = "", summary, detail, path = [] } of cause.diagnostics) {
        const adopted = byAddress.get(address);
        if (!adopted) throw cause;
        refuse(adopted, { why: `${summary}. ${detail}`, path });
      }
    }
  }
  return refused.size === 0 ? { kind: "planned", plan } : { kind: "refused", refused };
}
