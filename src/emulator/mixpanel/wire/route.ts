import type { Reply } from "../../wire/reply";
import type { Request } from "./request";

export type Handler = (request: Request) => Reply;

export interface Route {
  /** Without a slash at the end. */
  readonly template: string;
  /** `either`: a source shows it without the slash. `required`: every source shows it with one. */
  readonly slash: "either" | "required";
  /** `application`: SDKs ask, with the project's token or secret; a service account may too. */
  readonly access?: "application";
  readonly handlers: Readonly<Record<string, Handler>>;
}
