import { z } from "zod";
import type { Reply } from "../../../wire/server/reply";
import { json } from "../../../wire/server/reply";
import { murmur3 } from "../../evaluation/hashing";
import type { Request } from "../../wire/request";
import { on, route } from "../../wire/route";
import { setContent } from "./definition-rows";
import { openForWrite, show } from "./definitions";
import { explanation } from "./writes";

const body = z.strictObject(explanation);
const PATH = "/splits/ws/{ws}/{flag}/environments/{env}";

/** PUT and POST both work. */
const kill = on("write definitions", (request) => setKilled(request, true));
const restore = on("write definitions", (request) => setKilled(request, false));

export const killRoutes = [
  route(`${PATH}/kill`, { PUT: kill, POST: kill }),
  route(`${PATH}/restore`, { PUT: restore, POST: restore }),
  route(`${PATH}/reallocate`, {
    POST: on("write definitions", (request) => {
      const { definition } = openForWrite(request, request.readOptional(body));
      // A new seed: any key may move to another bucket.
      definition.seed = murmur3(String(definition.seed), 3) | 0;
      definition.lastUpdateTime = request.store.tick();
      return json(show(request, definition));
    }),
  }),
];

function setKilled(request: Request, killed: boolean): Reply {
  const { definition } = openForWrite(request, request.readOptional(body), true);
  setContent(request.store, definition, { ...definition.content, killed });
  return json(show(request, definition));
}
