import { getOwn } from "../../get-own";
import type { ApprovalQuestion } from "../../platforms/port/definition";
import type { Named } from "../../platforms/port/named";
import type { PlanContext } from "../../terraform/resource";
import { isUnknown } from "../../terraform/value";
import { same } from "../common/known";
import type { Client } from "../run/client";

/** A planned change of a definition or an override. */
interface Change {
  readonly prior: object | null;
  readonly planned: { readonly [name: string]: unknown };
  readonly project: string | null;
  /** Undefined if this run creates it. */
  readonly environment: (Named & Pick<ApprovalQuestion, "requiresApproval">) | undefined;
  /** Whether the flag exists: what is to be created in it may then exist too, with the same values. */
  readonly isFlagThere: boolean;
}

/** A change in an environment that requires approval is refused or warned about at plan, as far as the plan can know. */
export function requireApproval(change: Change, client: Client, { warn }: Pick<PlanContext<Client>, "warn">): void {
  const { prior, planned, environment, isFlagThere } = change;
  const before = prior === null ? null : ({ ...prior } as Readonly<Record<string, unknown>>);
  // What this resource manages stays as it is: nothing is written.
  if (before !== null && !isUnknown(planned["revision"]) && same(before["revision"], planned["revision"])) return;
  const place = environment ?? madeHere(change, client);
  if (!place || client.approvals.isChanging(place.id)) return;
  const flag = planned["flag"];
  const question = {
    ...place,
    attempted: `update flag ${typeof flag === "string" ? flag : ""} in environment ${place.name}`,
    isKillAlone: before !== null && changedNames(before, planned).every((name) => name === "killed" || name === "revision"),
    mayStand: before === null && isFlagThere,
  };
  const words = client.platform.definitions.refuseUnapproved?.(question);
  if (words !== undefined) warn("An environment accepts changes only with approval", words);
}

/** An environment that this run creates with required approvals accepts no changes of this run either. */
function madeHere({ planned, project }: Change, { approvals }: Client): NonNullable<Change["environment"]> | undefined {
  const name = planned["environment"];
  if (typeof name !== "string") return undefined;
  const requiresApproval = approvals.ofMade(project, name);
  return requiresApproval === undefined ? undefined : { id: "", name, requiresApproval };
}

function changedNames(before: Readonly<Record<string, unknown>>, planned: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(planned).filter((name) => !same(getOwn(before, name) ?? null, getOwn(planned, name) ?? null));
}
