import type { PlanJson } from "../../review/plan/plan-json";
import { readPlan, UnreadablePlanError } from "../../review/plan/read-plan";
import { UsageError } from "../command/command";
import type { Io } from "../terminal/io";
import { planText } from "./plan-text";

/** The plan that a command was given: a saved one, its JSON, or `-`. Throws a UsageError for everything else. */
export async function givenPlan(given: string, io: Io): Promise<PlanJson> {
  const text = await planText(given, io);
  try {
    return readPlan(text);
  } catch (cause) {
    if (!(cause instanceof UnreadablePlanError)) throw cause;
    throw new UsageError(`${given === "-" ? "the standard input" : given} ${cause.message}`);
  }
}
