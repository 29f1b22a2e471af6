import { z } from "zod";
import { QuestionError } from "../../wire/backend";
import { recordOf } from "../../wire/record-of";
import type { Store } from "../store/store";
import type { Evaluation } from "./serve";
import { evaluateFlag } from "./serve";

const questionSchema = z.strictObject({
  /** By id or name. */
  project: z.string(),
  environment: z.string(),
  /** By id or slug. */
  flag: z.string(),
  entities: recordOf(recordOf(z.unknown())).default({}),
});

export type Question = z.input<typeof questionSchema>;

/** What an application with the environment's key would get. */
export function answerQuestion(store: Store, question: unknown): Evaluation {
  const { project: wanted, environment, flag: key, entities } = questionSchema.parse(question);
  const project = [...store.tables.projects.values()].find((each) => each.id === wanted || each.name === wanted);
  if (!project) throw new QuestionError(`There is no project "${wanted}".`);
  const flag = store.flagCalled(project.id, key);
  if (!flag) throw new QuestionError(`There is no flag "${key}" in ${project.name}.`);
  const segments = new Map(store.segmentsOf(project.id).map((each) => [each.id, each]));
  return evaluateFlag(flag, environment, { entities, segments, now: store.now() });
}
