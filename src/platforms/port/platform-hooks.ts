import type { HttpHooks } from "../../http/http-client";

/** What tests turn in a platform: the clock it waits by, and a look at each request. */
export type PlatformHooks = HttpHooks;
