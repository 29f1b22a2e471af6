import type { AnnouncedUnit } from "../../src/platforms/port/definition";

/** A unit as plans announce it, told from others by one word. */
export function unitCalled(flag: string): AnnouncedUnit {
  return { project: null, environment: "production", flag };
}
