import { type AudiencePut, inFull } from "../../../adapter/edits/changeset";
import { audienceOf, serveFor, type VariantChoice } from "../../../adapter/edits/variant-audience";
import { type Audience, serves } from "../../../model/audience";
import type { FlagAnswer, Outcome } from "../../api/answers";
import type { EnvironmentBody } from "../../api/bodies";
import { refusal } from "../../api/refusal";
import { choiceOf } from "../../flag/variants";
import type { ConditionContext } from "../../segment/conditions";
import { fromOutcome, toOutcome } from "../outcome";
import { refuseServe } from "../refuse-serve";

export interface EditContext extends ConditionContext {
  /** With all the variants that it has while the edits are made: those that are there, and new ones. */
  readonly flag: Pick<FlagAnswer, "kind" | "variants" | "slug">;
  readonly environment: string;
  readonly attempted: string;
}

/** Converts between audiences and outcomes, in one environment. */
export class Audiences {
  readonly choice: VariantChoice;
  private readonly pausedVariantId: string;

  constructor(
    environment: EnvironmentBody,
    private readonly context: EditContext,
  ) {
    this.pausedVariantId = environment.pausedOutcome.variantId;
    this.choice = choiceOf(context.flag, this.pausedVariantId);
  }

  of(outcome: Outcome): Audience {
    return audienceOf(fromOutcome(outcome, { ...this.context, pausedVariantId: this.pausedVariantId }), this.choice);
  }

  /** `inherited`: what is served to those who have no outcome of their own yet. */
  outcome(put: AudiencePut, current: Outcome | undefined, inherited: Outcome | undefined): Outcome {
    const { attempted } = this.context;
    const base = current ?? inherited;
    // What no longer exists is created again, with everything that the configuration sets.
    const effective = current ? put : inFull(put);
    const serve = serveFor(effective, put.whole, base && this.of(base), this.choice, attempted);
    if (!serve) {
      if (base) return base;
      throw refusal(attempted, "it is not defined what is served", "Set `serve`.", "value");
    }
    const refused = refuseServe(serve);
    if (refused !== undefined) throw refusal(attempted, "Vercel cannot serve it this way", refused, "value");
    if (current && serves(this.of(current).served, serve)) return current;
    return toOutcome(serve, current, { ...this.context, pausedVariantId: this.pausedVariantId });
  }
}
