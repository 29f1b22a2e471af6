import { randomUUID } from "node:crypto";
import { Refusal } from "../../wire/server/refusal";
import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";

/** A refusal; without a message the body is empty, as some of the real ones are (split.md 1.5). */
export class ApiError extends Refusal {
  readonly status: number;
  readonly details: string;

  constructor(status: number, message: string, details = "") {
    super(message);
    this.status = status;
    this.details = details;
  }

  reply(): Reply {
    if (this.message === "") return { status: this.status, headers: {}, body: "" };
    return errorReply(this.status, this.message, this.details);
  }
}

export function errorReply(status: number, message: string, details = ""): Reply {
  return json({ code: status, message, details, transactionId: randomUUID() }, status);
}

export function invalid(message: string, details?: string): ApiError {
  return new ApiError(400, message, details);
}

/** Absent, or not visible to this key: both get the same error. */
export function notFound(what: string): ApiError {
  return new ApiError(404, `${what} not found`);
}

export function conflict(message: string): ApiError {
  return new ApiError(409, message);
}
