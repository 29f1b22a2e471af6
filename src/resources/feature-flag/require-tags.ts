import type { Project } from "../../platforms/port/named";
import type { Planned } from "../../terraform/schema";
import { isWhollyKnown } from "../../terraform/value";
import { whereKnown } from "../common/known";
import type { Client } from "../run/client";
import type { featureFlagAttributes } from "./feature-flag-attributes";

/** Checks that the tags exist, unless the flag may create them. */
export async function requireTags(
  { key, tags, flagsmith }: Planned<typeof featureFlagAttributes>,
  project: Project,
  { platform }: Client,
): Promise<void> {
  const creates = flagsmith !== null && whereKnown(flagsmith)?.create_tags === true;
  if (tags === null || !isWhollyKnown(tags) || creates) return;
  const labels = (tags as readonly unknown[]).filter((each) => typeof each === "string");
  await platform.requireTags?.(project, labels, `tag flag ${String(key)}`);
}
