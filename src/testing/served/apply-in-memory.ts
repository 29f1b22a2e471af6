import type { PlatformName } from "../../serving/world/world";
import type { StackState } from "../core/state";
import { Driver } from "../driver";
import type { DriverDiagnostic } from "../failure";
import { launchFlagform } from "./launch-flagform";
import type { Place } from "./platform/place";
import { PLACES } from "./platform/places";
import { platformOf } from "./platform/platform-of";
import { preludeOf } from "./platform/prelude";
import { flagPart } from "./stack/flag-part";
import { namesUsed } from "./stack/names-used";
import { asRecord, listOf, literal, type StackFile } from "./stack/synthesized";

/** What came of a stack that was planned and applied on platforms in memory. */
export interface InMemory {
  readonly state: StackState;
  readonly warnings: readonly DriverDiagnostic[];
  /** By provider configuration, as `flagform` or `flagform.<alias>`. */
  readonly platforms: ReadonlyMap<string, { readonly platform: PlatformName; readonly entity: string }>;
}

export interface RunSettings {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: () => Date;
}

/** Plans and applies a stack; what Terraform would refuse is thrown. No servers are left when it ends. */
export async function applyInMemory(file: StackFile, { variables, now }: RunSettings): Promise<InMemory> {
  const part = flagPart(file);
  const places: Place[] = [];
  try {
    const blocks: object[] = [];
    const platforms = new Map<string, { readonly platform: PlatformName; readonly entity: string }>();
    for (const given of listOf(asRecord(part["provider"])["flagform"])) {
      const block = asRecord(given);
      const alias = literal(block["alias"]);
      const provider = alias === undefined ? "flagform" : `flagform.${alias}`;
      const platform = platformOf(block);
      const names = namesUsed(part, provider);
      const project = literal(block["project"])?.replace(/^id:/, "project ") ?? "project";
      const start = await PLACES[platform]();
      const place = await start({ names, block, project, now });
      places.push(place);
      const { requests_per_minute: _pace, [platform]: _settings, ...rest } = block;
      const own = { ...rest, platform, ...place.block };
      blocks.push(own);
      platforms.set(provider, { platform, entity: literal(asRecord(block["vercel"])["entity"]) ?? "user.id" });
      const prelude = preludeOf(names, platform);
      const alone = { ...own, alias: undefined };
      if (prelude) await driver().apply({ provider: { flagform: [alone] }, resource: prelude });
    }
    if (blocks.length === 0) throw new Error("the stack has no Flagform provider");
    const own = driver();
    const { plan, warnings } = await own.apply({ ...part, provider: { flagform: blocks } }, { variables });
    return { state: own.state, warnings: [...plan.diagnostics, ...warnings], platforms };
  } finally {
    await Promise.all(places.map((each) => each.stop()));
  }
}

function driver(): Driver {
  return new Driver({ launch: launchFlagform() });
}
