import type { BaseRoute } from "../../wire/api";
import type { Reply } from "../../wire/server/reply";
import type { Request } from "./request";

export type Handler = (request: Request) => Reply;

export type Route = BaseRoute<Handler>;
