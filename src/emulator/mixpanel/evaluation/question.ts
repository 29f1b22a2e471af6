import { z } from "zod";
import { QuestionError } from "../../wire/backend";
import { recordOf } from "../../wire/record-of";
import type { Project } from "../store/records";
import type { Store } from "../store/store";
import type { Served, Site } from "./serve";
import { serve } from "./serve";

const openObject = recordOf(z.unknown());

const questionSchema = z.strictObject({
  /** By id, or by name. */
  project: z.union([z.int(), z.string()]),
  workspace: z.int().optional(),
  /** By key. */
  flag: z.string(),
  /** As SDKs take it: `distinct_id`, `device_id`, group keys, `custom_properties`. */
  context: openObject,
  /** The user's profile, in addition to the seed's; cohorts read it. */
  profile: openObject.optional(),
  /** The user's events since the flag was enabled, for first-time-event rules. */
  events: z.array(z.strictObject({ name: z.string(), properties: openObject.default({}) })).default([]),
  /** `remote` is Mixpanel itself; `local` an SDK on a server, which does not know cohorts. */
  mode: z.enum(["remote", "local"]).default("remote"),
  /** Node assigns buckets in the order of the variants, Python and Go in the order of their keys. */
  sdk: z.enum(["node", "python", "go"]).default("node"),
});

export type Question = z.input<typeof questionSchema>;

/** What a user is served; throws a QuestionError when the project or flag does not exist. */
export function evaluate(site: Site, given: unknown): Served {
  const question = questionSchema.parse(given);
  const { store } = site;
  const project = find(store, question.project);
  const flags = store.flagsWithKey(project.id, question.flag);
  const here = flags.filter((each) => question.workspace === undefined || each.workspace === question.workspace);
  const flag = here.find((each) => each.deleted === null) ?? here[0];
  if (!flag) throw new QuestionError(`project ${project.name} has no flag "${question.flag}" there`);
  return serve(flag, { ...question, profile: question.profile }, site);
}

function find(store: Store, wanted: number | string): Project {
  const found = typeof wanted === "number" ? store.tables.projects.get(wanted) : store.projectNamed(wanted);
  if (!found) throw new QuestionError(`there is no project ${wanted}`);
  return found;
}
