import { Plan, type PlannedChange } from "../../testing/plan";
import { renderPlan } from "../../testing/render-plan";
import { isIn, type Part } from "./parts";

/** What the plans of all parts would do. */
export class WholePlan {
  /** All that was planned. */
  readonly addresses = new Set<string>();
  private readonly changing: Plan[] = [];
  private imported = 0;

  /** How many objects it imports. */
  get imports(): number {
    return this.imported;
  }

  /** What else it would do. */
  get changes(): readonly PlannedChange[] {
    return this.changing.flatMap(({ changes }) => changes);
  }

  /** What is not only an import, as Terraform prints it. */
  get text(): string {
    const [first] = this.changing;
    if (!first) return "";
    const changes = this.changing.flatMap(({ internals }) => internals.changes);
    const schemas = this.changing.map(({ internals }) => internals.schemas);
    const all = Object.assign({}, ...schemas) as (typeof schemas)[number];
    return renderPlan(new Plan([], [], { ...first.internals, changes, schemas: all, outputs: {} }));
  }

  /** Keeps only what changes something. */
  add(part: Part, { internals }: Plan): void {
    const own = internals.changes.filter(({ address }) => isIn(part, address));
    for (const { address } of own) this.addresses.add(address);
    this.imported += own.filter(({ importId }) => importId !== undefined).length;
    const changes = own.filter(({ action }) => action !== "no-op");
    if (changes.length > 0) this.changing.push(new Plan([], [], { ...internals, changes, outputs: {} }));
  }
}
