import type { Copies } from "../flag/copies";
import { FlagCreation } from "../flag/flag-creation";
import type { MixpanelContext } from "../run/context";
import type { Cohorts } from "../segment/cohorts";
import type { Segments } from "../segment/segments";
import { Definitions } from "./definitions";
import { FlagWriter } from "./flag-writer";
import { ProjectEdits } from "./project-edits";

/** The store of definitions, and what creates copies, which flags share with it. */
export function createDefinitions(
  { environment, pace }: MixpanelContext,
  copies: Copies,
  cohorts: Cohorts,
  segments: Segments,
): { readonly definitions: Definitions; readonly creation: FlagCreation } {
  const creation = new FlagCreation(copies);
  const writer = new FlagWriter(copies, creation, new ProjectEdits(cohorts, segments), environment.log);
  return { definitions: new Definitions(copies, cohorts, writer, environment, pace.clock), creation };
}
