import { Refusal } from "../../wire/server/refusal";
import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";

export { CrashError, Refusal } from "../../wire/server/refusal";

/** An error response. `type` is the error type of refusals with status 200. */
export class ApiError extends Refusal {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }

  /** 1.5: `{"error", "status"}`; a refused body may come with a 200 and its type instead. */
  reply(refusals: 400 | 200 = 400): Reply {
    if (this.type === "validation_error" && refusals === 200) {
      return json({ status: "error", type: this.type, error: this.message });
    }
    return json({ error: this.message, status: "error" }, this.status);
  }
}

/** A body that the server refuses. */
export function invalid(message: string): ApiError {
  return new ApiError(400, "validation_error", message);
}

export function notFound(what: string): ApiError {
  return new ApiError(404, "not_found", `${what} not found`);
}

export function forbidden(message: string): ApiError {
  return new ApiError(403, "forbidden", message);
}

export function ok(results: unknown): Reply {
  return json({ status: "ok", results });
}
