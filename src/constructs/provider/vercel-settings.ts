import type { IResolvable } from "cdktf";
import type { Attributes } from "../internal/literals/attributes";

/**
 * Settings of a flag that only exist on Vercel.
 */
export interface VercelFlagSettings {
  /**
   * Decides which users fall into which share, 0 to 100,000. A change moves everybody.
   *
   * @default - not managed
   */
  readonly seed?: number;

  /**
   * Whether the flag is permanent.
   *
   * @default - not managed
   */
  readonly permanent?: boolean | IResolvable;

  /**
   * Ids of the users who maintain it, at most five.
   *
   * @default - not managed
   */
  readonly maintainers?: string[];
}

/**
 * Settings of a definition that only exist on Vercel.
 */
export interface VercelDefinitionSettings {
  /**
   * The environment whose definition is served here instead, by name. Empty: none.
   *
   * @default - not managed
   */
  readonly reuse?: string;
}

/**
 * Settings of a segment that only exist on Vercel.
 */
export interface VercelSegmentSettings {
  /**
   * The name in the dashboard. The segment's name is the slug.
   *
   * @default - not managed
   */
  readonly label?: string;

  /**
   * Identities that are never in the segment.
   *
   * @default - not managed
   */
  readonly excluded?: string[];
}

/** The settings, as attributes. */
export function vercelFlagAttributes(settings: VercelFlagSettings | undefined): Attributes | undefined {
  if (settings === undefined) return undefined;
  const { seed, permanent, maintainers } = settings;
  return { seed, permanent, maintainers };
}

export function vercelDefinitionAttributes(settings: VercelDefinitionSettings | undefined): Attributes | undefined {
  return settings && { reuse: settings.reuse };
}

export function vercelSegmentAttributes(settings: VercelSegmentSettings | undefined): Attributes | undefined {
  return settings && { label: settings.label, excluded: settings.excluded };
}
