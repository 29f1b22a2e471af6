import type { BaseRoute } from "../../wire/api";
import type { Reply } from "../../wire/server/reply";
import type { Request } from "./request";

export type Handler = (request: Request) => Reply;

/** Templates have no slash at the end. */
export interface Route extends BaseRoute<Handler> {
  /** `either`: a source shows it without the slash. `required`: every source shows it with one. */
  readonly slash: "either" | "required";
  /** `application`: SDKs ask, with the project's token or secret; a service account may too. */
  readonly access?: "application";
}
