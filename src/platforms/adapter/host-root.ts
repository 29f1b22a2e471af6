import { trimEnd } from "../../trim";

/** Scheme, host and path of a provider's `host`: https where it names no scheme, without slashes at the end. */
export function hostRoot(host: string): string {
  return trimEnd(/^https?:\/\//i.test(host) ? host : `https://${host}`, "/");
}

/** The same without the API's own path, which people copy along. */
export function hostRootBefore(host: string, apiPath: RegExp): string {
  return trimEnd(hostRoot(host).replace(apiPath, ""), "/");
}
