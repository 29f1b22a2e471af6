import * as z from "zod/mini";
import { part } from "../../adapter/checked";
import { PageGuard } from "../../adapter/lists/page-guard";
import { type FlagSetAnswer, flagSetAnswer } from "./answers";
import { query, type Requests } from "./requests";

/** The list has another name in each version of the API. */
const list = z.array(flagSetAnswer);
const marker = { nextMarker: z.nullish(z.string()) };
const page = z.union([
  z.object({ data: list, ...marker }),
  z.object({ items: list, ...marker }),
  z.object({ objects: list, ...marker }),
]);

/** Flag sets, which only version 3 of the API has. Throws HttpError only. */
export class FlagSetClient {
  constructor(private readonly requests: Requests) {}

  async flagSets(workspace: string): Promise<FlagSetAnswer[]> {
    const all: FlagSetAnswer[] = [];
    const guard = new PageGuard({ path: "/flag-sets" });
    for (let after: string | undefined; ;) {
      const path = `/flag-sets${query({ workspace_id: workspace, limit: 200, after })}`;
      const { body, ...answer } = await this.requests.sendWhole(page, { method: "GET", path });
      const found = "data" in body ? body.data : "items" in body ? body.items : body.objects;
      all.push(...found);
      const { nextMarker } = body;
      // A marker that comes again leads nowhere.
      if (found.length === 0 || typeof nextMarker !== "string" || nextMarker === after) return all;
      after = nextMarker;
      guard.page(answer, found.length, after);
    }
  }

  flagSet(id: string): Promise<FlagSetAnswer> {
    return this.requests.send(flagSetAnswer, { method: "GET", path: `/flag-sets/${part(id)}` });
  }
}
