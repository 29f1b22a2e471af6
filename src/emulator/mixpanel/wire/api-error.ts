import { json } from "../../wire/reply";
import type { Reply } from "../../wire/reply";

/** A refusal. `type` is what the published error of a 200 calls its kind. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** An exception nobody caught on the real server. */
export class CrashError extends Error {}

/** A body that the server does not take. */
export function invalid(message: string): ApiError {
  return new ApiError(400, "validation_error", message);
}

export function notFound(what: string): ApiError {
  return new ApiError(404, "not_found", `${what} not found`);
}

export function forbidden(message: string): ApiError {
  return new ApiError(403, "forbidden", message);
}

/** 1.5: `{"error", "status"}`; a refused body may come with a 200 and its type instead. */
export function refusal(failure: ApiError, refusals: 400 | 200): Reply {
  if (failure.type === "validation_error" && refusals === 200) {
    return json({ status: "error", type: failure.type, error: failure.message });
  }
  return json({ error: failure.message, status: "error" }, failure.status);
}

export function ok(results: unknown): Reply {
  return json({ status: "ok", results });
}
