import { z } from "zod";
import type { Change, ChangeRequest, Environment, Workspace } from "../../store/records";
import { invalid, notFound } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import { check } from "../../wire/request";
import { ruleBasedContent } from "../segments/rule-based-segments";
import { checkContent } from "./definition-check";
import { contentOf, definitionBody } from "./definition-schema";
import { explanation } from "./writes";

const operations = z.enum(["CREATE", "UPDATE", "KILL", "RESTORE", "ARCHIVE", "UPLOAD"]);
const named = z.looseObject({ name: z.string().min(1) });

export const changeRequestBody = z.strictObject({
  split: named.optional(),
  segment: z.strictObject({ name: z.string().min(1), keys: z.array(z.string().min(1)).min(1) }).optional(),
  largeSegment: named.optional(),
  ruleBasedSegment: named.optional(),
  operationType: operations,
  ...explanation,
  // Without an id there is none: the vendor's Python client sends this to mean "unchanged".
  rolloutStatus: z
    .looseObject({ id: z.string() })
    .optional()
    .transform((status) => (status?.id === "" ? undefined : status)),
  approvers: z.array(z.string()).default([]),
});
type ChangeRequestBody = z.output<typeof changeRequestBody>;

/** The operations that can be requested on each object (split.md 2.11). */
const OPERATIONS = {
  split: ["CREATE", "UPDATE", "KILL", "RESTORE", "ARCHIVE"],
  segment: ["CREATE", "ARCHIVE"],
  largeSegment: ["UPLOAD", "ARCHIVE"],
  ruleBasedSegment: ["UPDATE"],
} as const satisfies Record<Change["kind"], readonly ChangeRequest["operationType"][]>;

/** The requested change, checked as if it were made now. */
export function readChange(
  request: Request,
  workspace: Workspace,
  environment: Environment,
  body: ChangeRequestBody,
): Change {
  const kinds = (["split", "segment", "largeSegment", "ruleBasedSegment"] as const).filter((each) => body[each]);
  const [kind] = kinds;
  if (!kind || kinds.length > 1) {
    throw invalid("A change request is about one of split, segment, largeSegment, ruleBasedSegment");
  }
  const allowed: readonly string[] = OPERATIONS[kind];
  if (!allowed.includes(body.operationType)) throw invalid(`${body.operationType} is no operation of a ${kind}`);
  switch (kind) {
    case "split":
      return readSplit(request, workspace, environment, body);
    case "segment":
      return {
        kind,
        segment: enabled(request, environment, "standard", body.segment?.name),
        keys: body.segment?.keys ?? [],
      };
    case "largeSegment":
      return {
        kind,
        segment: enabled(request, environment, "large", body.largeSegment?.name),
        upload: request.store.newId(),
        keys: undefined,
      };
    case "ruleBasedSegment": {
      const segment = enabled(request, environment, "rule_based", body.ruleBasedSegment?.name);
      return { kind, segment, definition: check(ruleBasedContent, body.ruleBasedSegment) };
    }
  }
}

/** CREATE and UPDATE carry the whole definition, the others only the name. */
function readSplit(request: Request, workspace: Workspace, environment: Environment, body: ChangeRequestBody): Change {
  const { store, options } = request;
  const flag = request.flag(workspace, body.split?.name ?? "");
  const exists = store.definition(flag.id, environment.id) !== undefined;
  if (body.operationType === "KILL" && body.rolloutStatus) throw invalid("A kill takes no rolloutStatus");
  if (body.operationType === "CREATE" ? exists : !exists) {
    throw invalid(`The feature flag ${flag.name} is ${exists ? "already" : "not"} configured in ${environment.name}`);
  }
  if (body.operationType !== "CREATE" && body.operationType !== "UPDATE") {
    return { kind: "split", flag: flag.id, content: undefined };
  }
  const content = contentOf(check(definitionBody, body.split));
  checkContent(store, options, flag, environment, content);
  return { kind: "split", flag: flag.id, content };
}

function enabled(request: Request, environment: Environment, kind: "standard" | "large" | "rule_based", name = ""): string {
  const segment = request.store.segmentNamed(environment.workspace, kind, name);
  if (!segment || !request.store.membership(segment.id, environment.id)) {
    throw notFound(`Segment ${name} in environment ${environment.name}`);
  }
  return segment.id;
}
