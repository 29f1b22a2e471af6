import { z } from "zod";
import { QuestionError } from "../../wire/backend";
import { recordOf } from "../../wire/record-of";
import type { Named } from "../store/records";
import type { Store } from "../store/store";
import type { Sdk } from "./sdk";
import { SDKS } from "./sdk";
import type { Outcome } from "./serve";
import { evaluate } from "./serve";

const schema = z.strictObject({
  /** By id or by name. */
  workspace: z.string(),
  environment: z.string(),
  flag: z.string(),
  key: z.string(),
  /** Used for bucketing instead of the key. */
  bucketingKey: z.string().optional(),
  attributes: recordOf(z.unknown()).default({}),
  /** Whose SDK evaluates; the emulator's default when absent. */
  sdk: z.enum(SDKS).optional(),
});

export type Question = z.input<typeof schema>;

/** A flag that does not exist is `control`, as in an SDK; an unknown workspace or environment is an error. */
export function evaluateQuestion(store: Store, given: unknown, usual: Sdk): Outcome {
  const question = schema.parse(given);
  const workspace = pick("workspace", [...store.tables.workspaces.values()], question.workspace);
  const environment = pick("environment", store.environmentsOf(workspace.id), question.environment);
  const { key, bucketingKey = key, attributes, sdk = usual } = question;
  return evaluate({ store, environment, subject: { key, bucketingKey, attributes }, sdk, open: [] }, question.flag);
}

function pick<T extends Named>(what: string, all: readonly T[], idOrName: string): T {
  const found = all.find((each) => each.id === idOrName) ?? all.find((each) => each.name === idOrName);
  if (!found) throw new QuestionError(`there is no ${what} ${idOrName}`);
  return found;
}
