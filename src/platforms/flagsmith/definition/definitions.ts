import type { Clock } from "../../../http/clock";
import { announcedName, EditQueue } from "../../adapter/edits/edit-queue";
import { describeUnit, unitKey } from "../../adapter/edits/units";
import type {
  AnnouncedUnit,
  ApprovalQuestion,
  Definition,
  DefinitionStore,
  DefinitionUnit,
  WriteResult,
} from "../../port/definition";
import type { Edit } from "../../port/edit";
import { PlatformError } from "../../port/platform-error";
import { attempt } from "../api/errors";
import { requireStorable } from "../api/require-storable";
import type { VariantCache } from "../flag/variant-cache";
import type { WriteApi } from "../write-api/write-api";
import { describeWrite } from "../write-api/write-strategy";
import type { FlagWriter } from "./flag-writer";
import { splitBatch } from "./split-batch";
import type { Sweep } from "./sweep";

/** Definitions: read from the sweep or exactly, written through a queue. */
export class Definitions implements DefinitionStore {
  private readonly queue: EditQueue<DefinitionUnit, readonly Edit[], WriteResult>;

  constructor(
    private readonly api: WriteApi,
    private readonly swept: Sweep,
    private readonly options: VariantCache,
    writer: FlagWriter,
    clock: Clock,
  ) {
    this.queue = new EditQueue(
      {
        keyOf: unitKey,
        write: (unit, operations) => writer.write(unit, operations),
        isRefusal: (error) => error instanceof PlatformError && (error.code === "invalid" || error.code === "exists"),
        split: async (unit, operations) => splitBatch(operations, (await this.read(unit))?.segmentOverrides ?? []),
      },
      clock,
    );
  }

  announce(unit: AnnouncedUnit): void {
    this.queue.announce(announcedName(unit));
  }

  refuseUnapproved({ attempted, ...environment }: ApprovalQuestion): undefined {
    if (!this.api.changeRequests.isBypassed(environment)) this.api.changeRequests.requireFlags(environment, attempted);
  }

  sweep(unit: DefinitionUnit): Promise<Definition | undefined> {
    return this.swept.definition(unit);
  }

  listed(unit: DefinitionUnit): Promise<Pick<Definition, "enabled" | "segmentOverrides"> | undefined> {
    return this.swept.listed(unit);
  }

  async read(unit: DefinitionUnit): Promise<Definition | undefined> {
    return attempt(`read ${describeUnit(unit)}`, async () => {
      const state = await this.api.read(unit);
      return state && this.options.definition(unit, state);
    });
  }

  async write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult> {
    const { changeRequests } = this.api;
    changeRequests.requireFlags(unit.environment, describeWrite(unit));
    for (const edit of edits) {
      if (edit.kind === "set-default" || edit.kind === "put-segment-override")
        requireStorable(edit.serve, describeWrite(unit));
    }
    const { warnings } = await this.queue.submit(unit, edits, announcedAs && announcedName(announcedAs));
    return { warnings: [...warnings, ...changeRequests.warningsOf(unit.environment)] };
  }
}
