import { createHttpClient, type HttpClient } from "../../http/http-client";
import type { HttpClientOptions, HttpHooks } from "../../http/http-options";
import { VERSION } from "../../version";
import type { PlatformEnvironment } from "../port/platform-environment";

type Own = Pick<HttpClientOptions, "root" | "headers" | "requestsPerMinute"> & Partial<HttpClientOptions>;

/** The HTTP client of a platform: its own options, and what the environment and the tests' hooks give every platform. */
export function createPlatformClient(own: Own, environment: PlatformEnvironment, hooks: HttpHooks): HttpClient {
  return createHttpClient({
    version: VERSION,
    signal: environment.signal,
    replaced: environment.replaced,
    log: (level, message, fields) => environment.log(level, message, fields),
    isLogged: (level) => environment.isLogged?.(level) ?? true,
    notice: (summary, detail) => environment.notice?.(summary, detail),
    ...own,
    ...hooks,
  });
}
