import type { FlagSettings } from "../../port/flag";
import type { PlannedFor, Project } from "../../port/named";
import { attempt } from "../api/errors";
import type { CustomFields } from "../run/custom-fields";
import type { Owners } from "./owners";
import type { Tags } from "./tags";

/** What a plan asks of the platform before a flag is written. */
export class FlagLook {
  constructor(
    private readonly tags: Tags,
    private readonly owners: Owners,
    private readonly fields: CustomFields,
  ) {}

  async requireSettings(project: Project, { name, flagsmith }: Partial<FlagSettings>, { id }: PlannedFor): Promise<void> {
    if (!flagsmith) return;
    const attempted = id === undefined ? `create flag ${name ?? ""}` : `update flag ${name ?? id}`;
    await attempt(attempted, () => this.owners.ids(project, flagsmith, attempted), "flag");
    await attempt(attempted, () => this.fields.require(project, "feature", flagsmith.metadata, attempted), "flag");
  }

  async requireTags(project: Project, labels: readonly string[], attempted: string): Promise<void> {
    await attempt(attempted, () => this.tags.ids(project, labels, [], attempted), "tags");
  }
}
