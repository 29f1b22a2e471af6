import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";
import type { Request } from "../wire/request";
import { scopeOf } from "../wire/scope";

/** Flags discovered in a deployment: nothing is deployed here, so there are none. */
export function deploymentFlags(request: Request): Reply {
  scopeOf(request);
  return json({ flags: [], status: null });
}
