import { json } from "../../wire/reply";
import type { Reply } from "../../wire/reply";
import type { Request } from "../wire/request";
import { scopeOf } from "../wire/scope";

/** Flags that were discovered in a deployment: nothing is ever deployed here, so none was. */
export function deploymentFlags(request: Request): Reply {
  scopeOf(request);
  return json({ flags: [], status: null });
}
