import { trimEnd } from "../../trim";

/** Scheme, host and path of a provider's `host`: https where it names no scheme, without slashes at the end. */
export function hostRoot(host: string): string {
  return trimEnd(/^https?:\/\//i.test(host) ? host : `https://${host}`, "/");
}

/** The same without the API's own path, which people copy along. */
export function hostRootBefore(host: string, apiPath: RegExp): string {
  return trimEnd(hostRoot(host).replace(apiPath, ""), "/");
}

/** A project's scope, which is kept in states: platform, host and the project's id. */
export function scopeOf(platform: string, root: string, id: string): string {
  return `${platform}:${root.replace(/^https?:\/\//i, "").toLowerCase()}/${id}`;
}
