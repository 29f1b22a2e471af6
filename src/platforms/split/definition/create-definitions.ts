import type { DefinitionUnit } from "../../port/definition";
import type { Project } from "../../port/named";
import type { KindOf } from "../document/conditions";
import { Documents } from "../document/documents";
import type { SplitContext } from "../run/context";
import { Definitions } from "./definitions";
import { EditPreview } from "./edits/edit-preview";
import { FlagWriter } from "./flag-writer";
import { WriteQueue } from "./write/write-queue";

/** The store of definitions. `isNew`: whether the flag or the environment was created in this run. */
export function createDefinitions(
  context: SplitContext,
  kindOf: (project: Project) => Promise<KindOf>,
  isNew: (unit: DefinitionUnit) => boolean,
): Definitions {
  const documents = new Documents(context);
  const preview = new EditPreview(kindOf);
  const writer = new FlagWriter(context, documents, preview, isNew);
  return new Definitions(context, documents, new WriteQueue(context, documents, writer, preview, isNew));
}
