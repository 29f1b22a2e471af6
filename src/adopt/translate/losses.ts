import { assumptionText, joinedAssumptions } from "./conditions/assumptions";
import type { Assumption } from "./conditions/context";
import type { AudienceName } from "./project/audience-name";

/** Something that the other platform does not have, or has in another form. */
export interface Loss {
  /** `flag new-checkout`, `definition production/new-checkout`, `segment beta`, `trait plan`. */
  readonly what: string;
  /** What exactly, and the nearest thing that works: one or two sentences. */
  readonly why: string;
  /**
   * `served`: somebody is served something else, or may be. `noted`: people get the same, except for a setting or in another form.
   * `assumed`: people get the same as long as it is true.
   */
  readonly effect: "served" | "noted" | "assumed";
  /** Of `served`: who gets something else there, by what they get on the source. Absent: anybody may. */
  readonly concerns?: readonly AudienceName[];
}

/** Everything that a translation loses or changes, each thing once. */
export class Losses {
  private readonly byWhat = new Map<string, Map<string, Loss>>();
  private assumptions: readonly Assumption[] = [];

  lose(what: string, why: string, concerns?: readonly AudienceName[]): void {
    this.add({ what, why, effect: "served", ...(concerns && { concerns }) });
  }

  note(what: string, why: string): void {
    this.add({ what, why, effect: "noted" });
  }

  assume(assumptions: readonly Assumption[]): void {
    this.assumptions = joinedAssumptions([...this.assumptions, ...assumptions]);
  }

  get all(): readonly Loss[] {
    const listed = [...this.byWhat.values()].flatMap((each) => [...each.values()]);
    return [...listed, ...this.assumptions.map((each) => ({ ...assumptionText(each), effect: "assumed" as const }))];
  }

  /** What is written as comments where an object stands. */
  of(what: string): readonly string[] {
    return [...(this.byWhat.get(what)?.keys() ?? [])];
  }

  private add(loss: Loss): void {
    const known = this.byWhat.get(loss.what) ?? new Map<string, Loss>();
    this.byWhat.set(loss.what, known.set(loss.why, together(known.get(loss.why) ?? loss, loss)));
  }
}

/** One sentence may be about several audiences. */
function together({ concerns: one, ...same }: Loss, { concerns: other }: Loss): Loss {
  return one && other ? { ...same, concerns: [...one, ...other] } : same;
}
