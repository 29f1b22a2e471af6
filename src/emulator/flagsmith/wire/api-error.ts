import { Refusal } from "../../wire/server/refusal";
import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";

export { CrashError } from "../../wire/server/refusal";

/** An error response as the real server words it: status and body. */
export class ApiError extends Refusal {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }

  reply(): Reply {
    return json(this.body, this.status);
  }
}

/** `rest_framework.exceptions.ValidationError(body)`. */
export function invalid(body: unknown): ApiError {
  return new ApiError(400, body);
}

export function notFound(detail = "Not found."): ApiError {
  return new ApiError(404, { detail });
}

/** `get_object_or_404`: the model's name is part of the message. */
export function noMatch(model: string): ApiError {
  return notFound(`No ${model} matches the given query.`);
}

export function forbidden(): ApiError {
  return new ApiError(403, { detail: "You do not have permission to perform this action." });
}
