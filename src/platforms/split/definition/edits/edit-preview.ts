import { type Changeset, changesetOf } from "../../../adapter/edits/changeset";
import { describeUnit, unitKey } from "../../../adapter/edits/units";
import type { DefinitionUnit } from "../../../port/definition";
import type { Edit } from "../../../port/edit";
import type { Project } from "../../../port/named";
import { PlatformError } from "../../../port/platform-error";
import { type KindOf, standardKind } from "../../document/conditions";
import type { Document } from "../../document/document";
import type { ApplyContext } from "./applied";
import { creationOf } from "./creation";
import { updateOf } from "./update";

/** What edits would make of a definition. Sends nothing, but may list the project's segments. */
export class EditPreview {
  /** Treatments that are to be removed and were still used, by unit. */
  private readonly retiring = new Map<string, ReadonlySet<string>>();

  constructor(private readonly kindOf: (project: Project) => Promise<KindOf>) {}

  async contextOf(unit: DefinitionUnit, wanted: Changeset): Promise<ApplyContext> {
    return {
      attempted: `update ${describeUnit(unit)}`,
      importId: `${unit.environment.name}/${unit.flag.name}`,
      kindOf: namesSegments(wanted) ? await this.kindOf(unit.project) : standardKind,
      retiring: this.retiring.get(unitKey(unit)) ?? new Set(),
    };
  }

  setRetiring(unit: DefinitionUnit, treatments: ReadonlySet<string>): void {
    this.retiring.set(unitKey(unit), treatments);
  }

  /** Whether edits may change anything of a definition. Edits that fail alone may succeed together with others. */
  async changes(unit: DefinitionUnit, live: Document | undefined, edits: readonly Edit[]): Promise<boolean> {
    const wanted = changesetOf([edits]);
    if (!live) return true;
    try {
      return updateOf(live, wanted, await this.contextOf(unit, wanted)).operations.length > 0;
    } catch (error) {
      if (error instanceof PlatformError) return true;
      throw error;
    }
  }

  /** Why the operations together cannot be applied to the definition; undefined if they can. */
  async objection(
    unit: DefinitionUnit,
    operations: readonly (readonly Edit[])[],
    read: (unit: DefinitionUnit) => Promise<Document | undefined>,
  ): Promise<PlatformError | undefined> {
    const wanted = changesetOf(operations);
    try {
      const context = await this.contextOf(unit, wanted);
      const live = await read(unit);
      if (live) updateOf(live, wanted, context);
      else creationOf(unit.flag.name, wanted, context);
      return undefined;
    } catch (error) {
      if (error instanceof PlatformError) return error;
      throw error;
    }
  }
}

/** Rules name segments without their kind, which is only in the lists of segments. */
function namesSegments({ rules }: Changeset): boolean {
  return JSON.stringify(rules?.rules ?? []).includes('in_segment"');
}
