import type { Reply } from "../../wire/reply";
import type { Request } from "./request";

export type Handler = (request: Request) => Reply;

export interface Route {
  readonly template: string;
  readonly handlers: Readonly<Partial<Record<string, Handler>>>;
}
