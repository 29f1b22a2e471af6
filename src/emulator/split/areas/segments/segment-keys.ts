import { z } from "zod";
import type { Reply } from "../../../wire/server/reply";
import { json } from "../../../wire/server/reply";
import type { Membership } from "../../store/records";
import type { Store } from "../../store/store";
import { ApiError, invalid } from "../../wire/api-error";
import { keysPage } from "../../wire/paging";
import type { Request } from "../../wire/request";
import { check, parseJson } from "../../wire/request";
import { on, route } from "../../wire/route";
import type { Explanation } from "../definitions/writes";
import { demandExplanation, demandNoApproval, demandUnlocked, explanation } from "../definitions/writes";
import { showWritten } from "./segment-view";
import { findEnabled } from "./segments";

const MOST_A_CALL = 10_000;
const MOST_A_SEGMENT = 100_000;

const keys = z.array(z.string().min(1));
const body = z.strictObject({ keys, ...explanation });
/** An existing provider sends empty strings among the keys to remove. */
const removal = z.strictObject({ keys: z.array(z.string()), ...explanation });

const PATH = "/segments/{env}/{segment}";

export const segmentKeyRoutes = [
  route(`${PATH}/keys`, {
    GET: on("read segments", (request) => keysPage(request, findEnabled(request, "standard").membership.keys)),
  }),
  route(`${PATH}/uploadKeys`, {
    PUT: on("write segment keys", (request) => {
      const given = request.read(body);
      return write(request, given, (membership) => addKeys(request.store, membership, given.keys, replaces(request)));
    }),
  }),
  route(`${PATH}/removeKeys`, {
    PUT: on("write segment keys", (request) => {
      const given = request.read(removal);
      return write(request, given, (membership) => removeKeys(request.store, membership, given.keys));
    }),
  }),
  // The two older endpoints take no title or comment.
  route(`${PATH}/upload`, {
    PUT: on("write segment keys", (request) => {
      const given = { keys: bareKeys(request) };
      return write(request, given, (membership) => addKeys(request.store, membership, given.keys, replaces(request)));
    }),
  }),
  route(`${PATH}/deleteKeys`, {
    PUT: on("write segment keys", (request) => {
      const given = { keys: bareKeys(request) };
      return write(request, given, (membership) => removeKeys(request.store, membership, given.keys));
    }),
  }),
];

/** Each key counts once, however often it is sent. */
export function addKeys(store: Store, membership: Membership, added: readonly string[], replace: boolean): void {
  const all = new Set([...(replace ? [] : membership.keys), ...added]);
  if (all.size > MOST_A_SEGMENT) throw invalid(`A segment holds at most ${MOST_A_SEGMENT} keys`);
  membership.keys = [...all];
  membership.lastUpdateTime = store.tick();
}

/** Keys that are not members are ignored. */
export function removeKeys(store: Store, membership: Membership, removed: readonly string[]): void {
  const gone = new Set(removed);
  membership.keys = membership.keys.filter((each) => !gone.has(each));
  membership.lastUpdateTime = store.tick();
}

function write(
  request: Request,
  given: Explanation & { readonly keys: readonly string[] },
  change: (membership: Membership) => void,
): Reply {
  const { environment, segment, membership } = findEnabled(request, "standard");
  demandExplanation(request, request.workspace(environment.workspace), given);
  demandNoApproval(request, environment);
  demandUnlocked(request, segment.id, environment);
  if (given.keys.length > MOST_A_CALL) throw invalid(`At most ${MOST_A_CALL} keys can be sent at once`);
  change(membership);
  return json(showWritten(request.store, segment, membership));
}

/** Case-insensitive: the vendor's Python client sends `True`. */
function replaces(request: Request): boolean {
  return request.query.get("replace")?.toLowerCase() === "true";
}

function bareKeys(request: Request): string[] {
  const type = request.mediaType;
  if (type === "text/csv") return readCsv(request.text);
  if (type !== undefined && type !== "application/json") throw new ApiError(415, "Unsupported Media Type");
  return check(keys, parseJson(request.text));
}

/** One key a line, the first field of it; quoted where it holds a comma, a quote or a line break. */
export function readCsv(text: string): string[] {
  const fields: string[] = [];
  for (let start = 0, end = 0; end >= 0; start = end + 1) {
    FIELD.lastIndex = start;
    const [, quoted, plain = ""] = FIELD.exec(text) ?? [];
    fields.push(quoted?.replace(/""/g, '"') ?? plain);
    end = text.indexOf("\n", FIELD.lastIndex);
  }
  return fields.filter((each) => each !== "");
}

const FIELD = /"([^"]*(?:""[^"]*)*)"|([^",\r\n]*)/y;
