import { z } from "zod";
import { recordOf } from "../../wire/record-of";
import type { Reply } from "../../wire/server/reply";
import { invalid, ok } from "../wire/api-error";
import type { Request } from "../wire/request";
import type { Route } from "../wire/route";
import { addFlag, answer, editableFlag, flagOf, newSalt, writableFlag } from "./flags";

const FLAG = "/api/app/projects/{project:int}/workspaces/{workspace:int}/feature-flags/{flag}";

/** Undocumented routes that the vendor's own client uses, each with a slash at the end. */
export const flagLifecycleRoutes: readonly Route[] = [
  { template: `${FLAG}/archive`, slash: "required", handlers: { POST: archive, DELETE: restore } },
  { template: `${FLAG}/duplicate`, slash: "required", handlers: { POST: duplicate } },
  { template: `${FLAG}/test-users`, slash: "required", handlers: { PUT: setTestUsers } },
  { template: `${FLAG}/history`, slash: "required", handlers: { GET: history } },
  { template: "/api/app/projects/{project:int}/feature-flags/limits", slash: "required", handlers: { GET: limits } },
];

function archive(request: Request): Reply {
  const flag = editableFlag(request);
  if (flag.fields.status === "enabled") throw invalid("An enabled feature flag cannot be archived. Disable it first.");
  if (flag.fields.status !== "archived") {
    flag.fields = { ...flag.fields, status: "archived" };
    request.store.record(flag, request.by, "archived");
  }
  return ok({});
}

function restore(request: Request): Reply {
  const flag = editableFlag(request);
  if (flag.fields.status !== "archived") throw invalid("This feature flag is not archived.");
  flag.fields = { ...flag.fields, status: "disabled" };
  request.store.record(flag, request.by, "restored");
  return answer(request, flag);
}

/** A disabled copy with its own salt: users are bucketed again. */
function duplicate(request: Request): Reply {
  const { fields, workspace } = flagOf(request);
  const taken = new Set(request.store.flagsOf(request.project.id).map((each) => each.fields.key));
  let key = `${fields.key}-copy`;
  for (let number = 2; taken.has(key); number += 1) key = `${fields.key}-copy-${number}`;
  const copy = { ...structuredClone(fields), key, name: `${fields.name} (copy)`, status: "disabled" as const };
  return answer(request, addFlag(request, workspace, { ...copy, experiment_id: null, hash_salt: newSalt() }));
}

const testUsers = z.strictObject({ users: recordOf(z.string()) });

/** Replaces every test user. Sources disagree on which side of the map is the user (3.5). */
function setTestUsers(request: Request): Reply {
  const flag = writableFlag(request);
  const given = Object.entries(request.parsed(testUsers).users);
  const users = Object.fromEntries(
    request.options.testUsers === "user_to_variant" ? given : given.map(([variant, user]) => [user, variant]),
  );
  flag.fields = { ...flag.fields, ruleset: { ...flag.fields.ruleset, test: { ...flag.fields.ruleset.test, users } } };
  request.store.record(flag, request.by, "test users set");
  return ok({});
}

function history(request: Request): Reply {
  const flag = flagOf(request);
  const size = wholeNumber(request, "page_size", 100);
  const start = (wholeNumber(request, "page", 1) - 1) * size;
  const newestFirst = [...flag.history].reverse().slice(start, start + size);
  return ok({ events: newestFirst.map((each) => [each.time, each.by, each.action]), count: flag.history.length });
}

function wholeNumber({ query }: Request, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^[1-9]\d*$/.test(text)) throw invalid(`${name}: Input should be a positive integer`);
  return Number(text);
}

/** 1.7 and 4.6: nothing is refused past the limit, it only shows here. */
function limits({ store, project }: Request): Reply {
  const enabled = store.flagsOf(project.id).filter((flag) => flag.deleted === null && flag.fields.status === "enabled");
  return ok({
    limit: project.limit,
    is_trial: false,
    current_usage: enabled.length,
    contract_status: "active",
  });
}
