import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { PlanContext } from "../../terraform/resource";
import type { Client } from "../run/client";
import { DESTROY_ANYWAY } from "./plan-look";
import { type ParentNoun, referenceTo } from "./planned-parent";

/**
 * For the second plan of a replacement: a child that refers to the old object only by its name and was planned before would
 * be deleted with it. A child that is planned after it belongs to the new object.
 */
export function refuseToLeaveBehind(
  noun: ParentNoun,
  { name, id, project }: { readonly name: string; readonly id: string | null; readonly project: string | null },
  planned: { readonly name: unknown; readonly project: unknown },
  { client }: Pick<PlanContext<Client>, "client">,
): void {
  // A child that keeps the name of a renamed object, or of one that moved to another project, does not mean the new one.
  if (!client?.run.looks || id === null || planned.name !== name || planned.project !== project) return;
  const children = client.parents.keeping(noun, id);
  if (children.length === 0) return;
  throw new DiagnosticError(
    error(
      `Replacing ${noun} ${name} would leave behind what belongs to it`,
      `These resources refer to the ${noun} "${name}" by its name only. They were planned before this replacement, and would be deleted with the old ${noun}: ${children.join(", ")}. Refer to the ${noun} (${noun}_id = ${referenceTo(noun)}), or add depends_on, so that Terraform plans it first. ${DESTROY_ANYWAY}`,
    ),
  );
}
