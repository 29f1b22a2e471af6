import { isJson } from "../../platforms/model/json-text";
import { type PlanJson, planJson } from "./plan-json";

/** The text is not a plan that can be reviewed. The message says what it is instead, and what to do. */
export class UnreadablePlanError extends Error {}

/** The only major version there is; a minor one adds, and takes nothing away. */
const MAJOR = "1";
const HOW = "Give it what this prints: terraform show -json PLANFILE";

/** The JSON form of a plan. Throws an {@link UnreadablePlanError} for everything else. */
export function readPlan(text: string): PlanJson {
  const given = parse(text);
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw unreadable("is JSON, but not a plan");
  const keys = new Set(Object.keys(given));
  const { format_version: version } = given as { format_version?: unknown };
  if (keys.has("lineage") && keys.has("serial")) throw unreadable("is a state, not a plan");
  if (keys.has("@level") || keys.has("@message"))
    throw unreadable("is the log that terraform plan -json writes, not a plan");
  if (typeof version !== "string") {
    if (keys.has("resource") || keys.has("terraform")) throw unreadable("is a configuration, not a plan");
    throw unreadable("is JSON, but not a plan: it has no format_version");
  }
  if (version.split(".")[0] !== MAJOR)
    throw new UnreadablePlanError(
      `is a plan of the format ${version}, and this flagform reads ${MAJOR}.x. Update flagform, or make the plan with a Terraform whose format is ${MAJOR}.x`,
    );
  if (keys.has("provider_schemas")) throw unreadable("is the schemas of providers, not a plan");
  if (keys.has("values") && !keys.has("planned_values")) throw unreadable("is a state, not a plan");
  if (!keys.has("planned_values") && !keys.has("resource_changes") && !keys.has("errored"))
    throw unreadable("is JSON of the format of Terraform, but not a plan");
  const read = planJson.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw unreadable(`is not a plan as Terraform writes it: ${issue?.path.join(".") || "the document"} is not as expected`);
}

function parse(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") throw unreadable("is empty");
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    if (!/^[[{]/.test(trimmed)) throw unreadable("is not JSON");
    const [first = ""] = trimmed.split("\n", 1);
    if (isJson(first)) throw unreadable("holds several JSON documents, as the log of terraform plan -json does, not a plan");
    throw unreadable("is not complete: the JSON ends too early, or is damaged");
  }
}

function unreadable(what: string): UnreadablePlanError {
  return new UnreadablePlanError(`${what}. ${HOW}`);
}
