import { z } from "zod";
import { recordOf } from "../../../wire/record-of";
import { json } from "../../../wire/server/reply";
import type { Identity } from "../../store/records";
import { notFound } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import { check } from "../../wire/request";
import { gone, made, on, route } from "../../wire/route";

const values = recordOf(z.unknown());
const listed = z.array(z.looseObject({ key: z.string().min(1), values: values.default({}) }));
const single = z.looseObject({ values: values.default({}) });

const PATH = "/trafficTypes/{tt}/environments/{env}/identities";

/** Values that are not sent stay. */
const merge = on("write traffic types", (request) => {
  const where = place(request);
  const given = check(single, request.json());
  const before = get(request, where, request.param("key"))?.values ?? {};
  return json(show(set(request, where, request.param("key"), { ...before, ...given.values })));
});

/** What is known about keys, for the console only: it does not affect evaluation (split.md 2.8). */
export const identityRoutes = [
  route(PATH, {
    POST: on("write traffic types", (request) => {
      const where = place(request);
      const objects = check(listed, request.json()).map((each) => show(set(request, where, each.key, each.values)));
      return made(request, { objects, failed: [] });
    }),
  }),
  route(`${PATH}/{key}`, {
    PUT: on("write traffic types", (request) => {
      const given = request.read(single);
      return json(show(set(request, place(request), request.param("key"), given.values)));
    }),
    PATCH: merge,
    DELETE: on("write traffic types", (request) => {
      const where = place(request);
      const key = request.param("key");
      if (!get(request, where, key)) throw notFound(`Identity ${key}`);
      request.store.tables.identities.delete(`${where.trafficType}/${where.environment}/${key}`);
      return gone();
    }),
  }),
  // As the vendor's Python client updates one.
  route(`${PATH}/{key}/patch`, { POST: merge }),
];

type Place = Pick<Identity, "trafficType" | "environment">;

function place(request: Request): Place {
  const environment = request.environmentById();
  const workspace = request.workspace(environment.workspace);
  return { trafficType: request.trafficType(workspace).id, environment: environment.id };
}

function get(request: Request, { trafficType, environment }: Place, key: string): Identity | undefined {
  return request.store.tables.identities.get(`${trafficType}/${environment}/${key}`);
}

function set(request: Request, where: Place, key: string, given: Record<string, unknown>): Identity {
  const identity = { ...where, key, values: given };
  request.store.tables.identities.set(`${where.trafficType}/${where.environment}/${key}`, identity);
  return identity;
}

function show({ trafficType, environment, key, values: known }: Identity): object {
  return { key, trafficTypeId: trafficType, environmentId: environment, values: known };
}
