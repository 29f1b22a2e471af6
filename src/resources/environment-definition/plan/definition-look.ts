import type { PlanContext, PlanInput } from "../../../terraform/resource";
import { reporting } from "../../common/platform-diagnostic";
import { warnOfTakenPriorities } from "../../overrides/taken-priorities";
import { lookAtUnit } from "../../parents/unit-look";
import type { Client } from "../../run/client";
import { type environmentDefinitionAttributes, PARENTS, PATHS } from "../environment-definition-attributes";
import { refuseUnlisted } from "../sets/adoption-warning";
import { placesIn } from "../sets/planned-places";
import { warnOfOwnUsedVariants } from "./own-variants";
import { requireServed } from "./require-served";

export async function lookAtDefinition(
  input: PlanInput<typeof environmentDefinitionAttributes>,
  context: PlanContext<Client>,
): Promise<void> {
  await lookAtUnit(input, PARENTS, PATHS, context);
  await refuseUnlisted(input.prior, input.planned, context);
  await warnOfTakenPriorities(placesIn(input.prior, input.planned, context), PATHS, context);
  await requireServed(input.prior, input.planned, PATHS, context);
  await reporting(PATHS, () => warnOfOwnUsedVariants(input.prior, input.planned, context));
}
