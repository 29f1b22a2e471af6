import type { DefinitionUnit } from "../../../port/definition";
import type { ChangeNote } from "../../api/requests";
import type { Document } from "../../document/document";
import type { ApplyContext } from "../edits/applied";
import type { Creation } from "../edits/creation";
import type { Update } from "../edits/update";

/** What is sent for one definition. */
export interface Sending {
  readonly unit: DefinitionUnit;
  readonly context: ApplyContext;
  readonly note: ChangeNote;
}

/** How changes go out: directly, or as a change request. */
export interface WriteStrategy {
  /** The definition as it was made. `mayBeUnknown`: the flag is so new that not every server may know it. */
  create(sending: Sending, creation: Creation, mayBeUnknown: boolean): Promise<Document>;
  /** Changes a definition that is still as it was read. Throws {@link ConcurrentChangeError} where it is not. */
  update(sending: Sending, live: Document, update: Update): Promise<Document>;
}
