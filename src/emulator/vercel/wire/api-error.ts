import { Refusal } from "../../wire/server/refusal";
import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";

/** An error response in the vendor's envelope: `{"error": {"code", "message", …}}` (reference, 1.4). */
export class ApiError extends Refusal {
  readonly status: number;
  readonly code: string;
  private readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }

  reply(): Reply {
    return json({ error: { code: this.code, message: this.message, ...this.extra } }, this.status);
  }
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, "bad_request", message);
}

export function notFound(what: string): ApiError {
  return new ApiError(404, "not_found", `${what} not found.`);
}

export function conflict(message: string): ApiError {
  return new ApiError(409, "conflict", message);
}

export function forbidden(message: string, extra: Readonly<Record<string, unknown>> = {}): ApiError {
  return new ApiError(403, "forbidden", message, extra);
}
