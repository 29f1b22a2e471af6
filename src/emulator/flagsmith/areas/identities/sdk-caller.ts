import type { Environment } from "../../store/records";
import { ApiError } from "../../wire/api-error";
import type { Request } from "../../wire/request";

interface SdkCaller {
  readonly environment: Environment;
  /** A server-side key (`ser.`): it also sees what is hidden from clients. */
  readonly isServer: boolean;
}

/** The environment of the key that the application sends. Refusals carry no challenge, so they are 403. */
export function sdkCaller(request: Request): SdkCaller {
  const { store } = request;
  const key = request.headers["x-environment-key"] ?? "";
  if (key === "") throw new ApiError(403, { detail: "Invalid or missing Environment key" });
  const server = [...store.tables.serverKeys.values()].find((each) => each.key === key && each.active);
  const environment = server ? store.tables.environments.get(server.environment) : store.environmentByKey(key);
  if (!environment) throw new ApiError(403, { detail: "Invalid or missing Environment Key" });
  return { environment, isServer: server !== undefined };
}

/** Server-only endpoints refuse a client key, with a slightly different message. */
export function requireServerKey(request: Request): void {
  if (request.headers["x-environment-key"]?.startsWith("ser.")) return;
  throw new ApiError(403, { detail: "Invalid or missing Environment key" });
}
