import { z } from "zod";
import { json } from "../../../wire/server/reply";
import type { Named, Person } from "../../store/records";
import { conflict, invalid, notFound } from "../../wire/api-error";
import { marked, objects } from "../../wire/paging";
import type { Request } from "../../wire/request";
import { gone, made, on, route } from "../../wire/route";
import { ADMINISTRATORS } from "./environment-permissions";

const name = z.string().trim().min(1);
const group = z.object({ name, description: z.string().default("") });
const invitation = z.object({ email: z.email() });
const profile = z.object({ name: name.optional() });

/** Who can be named as an owner, an approver or an editor: accounts that have moved to Harness keep them there (split.md 2.12). */
export const peopleRoutes = [
  route("/users", {
    GET: on(
      "read anything",
      (request) => {
        const status = request.query.get("status");
        const all = [...request.store.tables.users.values()].map(showUser);
        const asked = all.filter((each) => status === null || each.status === status);
        return marked(
          request,
          asked,
          { standard: 50, maximum: 200 },
          (each) => each.id,
          (each) => each,
        );
      },
      true,
    ),
    POST: on(
      "write workspaces",
      (request) => {
        const { email } = request.read(invitation);
        const { users } = request.store.tables;
        if ([...users.values()].some((each) => each.email === email)) throw conflict(`${email} has been invited already`);
        // Named after their mailbox until they set a name.
        const called = email.replace(/@.*/, "");
        const user: Person = { id: request.store.newId(), name: called, email, status: "PENDING" };
        users.set(user.id, user);
        return made(request, showUser(user));
      },
      true,
    ),
  }),
  route("/users/{user}", {
    GET: on("read anything", (request) => json(showUser(userOf(request))), true),
    PUT: on(
      "write workspaces",
      (request) => {
        const user = userOf(request);
        user.name = request.read(profile).name ?? user.name;
        return json(showUser(user));
      },
      true,
    ),
    DELETE: on(
      "write workspaces",
      (request) => {
        const { id, status, email } = userOf(request);
        if (status !== "PENDING") throw invalid(`Only an invitation can be deleted: ${email} has taken it`);
        request.store.tables.users.delete(id);
        return gone();
      },
      true,
    ),
  }),
  route("/groups", {
    GET: on(
      "read anything",
      (request) => {
        const all = [...request.store.tables.groups.values()];
        return objects(request, all, { standard: 50, maximum: 200 }, showGroup);
      },
      true,
    ),
    POST: on(
      "write workspaces",
      (request) => {
        const given = request.read(group);
        refuseTaken(request, given.name, undefined);
        const added = { id: request.store.newId(), ...given };
        request.store.tables.groups.set(added.id, added);
        return made(request, showGroup(added));
      },
      true,
    ),
  }),
  route("/groups/{group}", {
    GET: on("read anything", (request) => json(showGroup(groupOf(request))), true),
    PUT: on(
      "write workspaces",
      (request) => {
        const found = groupOf(request);
        const given = request.read(group);
        refuseTaken(request, given.name, found.id);
        Object.assign(found, given);
        return json(showGroup(found));
      },
      true,
    ),
    DELETE: on(
      "write workspaces",
      (request) => {
        const { id, name: called } = groupOf(request);
        if (called === ADMINISTRATORS) throw invalid(`The group ${called} cannot be deleted`);
        request.store.tables.groups.delete(id);
        return gone();
      },
      true,
    ),
  }),
];

function userOf(request: Request): Person {
  const found = request.store.tables.users.get(request.param("user"));
  if (!found) throw notFound(`User ${request.param("user")}`);
  return found;
}

function groupOf(request: Request): Group {
  const found = request.store.tables.groups.get(request.param("group"));
  if (!found) throw notFound(`Group ${request.param("group")}`);
  return found;
}

type Group = Named & { readonly description?: string };

function refuseTaken(request: Request, wanted: string, own: string | undefined): void {
  const taken = [...request.store.tables.groups.values()].find((each) => each.name === wanted);
  if (taken && taken.id !== own) throw conflict(`A group named ${wanted} already exists`);
}

function showUser({ id, name: called, email, status }: Person) {
  return { id, type: "user", name: called, email, status: status ?? "ACTIVE", "2fa": false };
}

function showGroup({ id, name: called, description = "" }: Group): object {
  return { id, type: "group", name: called, description };
}
