import type { HttpHooks } from "../../http/http-options";
import { IdentityEdits } from "../adapter/edits/identity-edits";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { Documents } from "./api/documents";
import { CAPABILITIES } from "./capabilities";
import { Definitions } from "./definition/definitions";
import { FlagWriter } from "./definition/flag-writer";
import { Environments } from "./environment/environments";
import { Flags } from "./flag/flags";
import { planRules } from "./plan-rules";
import type { VercelConfig } from "./run/config";
import { createContext } from "./run/create-context";
import { SegmentReads } from "./segment/segment-reads";
import { Segments } from "./segment/segments";

/** Vercel Flags as a platform. Sends no request until a method is called. */
export function createVercelPlatform(
  config: VercelConfig,
  environment: PlatformEnvironment,
  hooks: HttpHooks = {},
): Platform {
  const context = createContext(config, environment, hooks);
  const { projects, serverClock, identity } = context;
  const environments = new Environments(projects);
  const reads = new SegmentReads(context);
  const documents = new Documents(context);
  const writer = new FlagWriter(context, documents, reads);
  const definitions = new Definitions(documents, writer, reads, environment, environments);

  return {
    name: "vercel",
    title: "Vercel",
    serverClock,
    servesArchived: false,
    storesFlagTypes: true,
    reservesDeletedKeys: false,
    capabilities: CAPABILITIES,
    ...planRules(identity),
    project: (reference) => projects.resolve(reference),
    flags: new Flags(context, documents, environments, writer),
    environments,
    segments: new Segments(context, reads),
    definitions,
    identityOverrides: new IdentityEdits(definitions),
  };
}
