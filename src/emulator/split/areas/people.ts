import { marked, objects } from "../wire/paging";
import { on, route } from "../wire/route";

/** Only what is needed to look ids up: accounts that have moved to Harness keep their people there (split.md 2.12). */
export const peopleRoutes = [
  route("/users", {
    GET: on(
      "read anything",
      (request) => {
        const all = [...request.store.tables.users.values()];
        return marked(
          request,
          all,
          { standard: 20, maximum: 100 },
          (each) => each.id,
          ({ id, name, email }) => ({ id, type: "user", name, email, status: "ACTIVE" }),
        );
      },
      true,
    ),
  }),
  route("/groups", {
    GET: on(
      "read anything",
      (request) => {
        const all = [...request.store.tables.groups.values()];
        return objects(request, all, { standard: 20, maximum: 50 }, ({ id, name }) => ({ id, type: "group", name }));
      },
      true,
    ),
  }),
];
