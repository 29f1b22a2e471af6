import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";

const ENTRY = `
export { flagformProvider } from "./src/resources/provider/provider";
export { CONDITION_TYPES, SEGMENT_OPERATORS } from "./src/platforms/model/segment-rule";
export { createFlagsmithPlatform } from "./src/platforms/flagsmith/platform";
export { createSplitPlatform } from "./src/platforms/split/platform";
export { createVercelPlatform } from "./src/platforms/vercel/platform";
export { createMixpanelPlatform } from "./src/platforms/mixpanel/platform";
export { reviewDocument } from "./src/review/document";
export { toJSONSchema } from "zod/mini";
`;

/** The provider's declarations and the four platforms, from the sources. To make a platform sends nothing. */
export async function loadProvider(root) {
  const caches = join(root, "node_modules", ".cache");
  mkdirSync(caches, { recursive: true });
  const folder = mkdtempSync(join(caches, "flagform-docs-"));
  try {
    const outfile = join(folder, "provider.cjs");
    const stdin = { contents: ENTRY, resolveDir: root, loader: "ts" };
    await build({ stdin, outfile, bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning" });
    const loaded = createRequire(import.meta.url)(outfile);
    const { version } = createRequire(import.meta.url)(join(root, "package.json"));
    return {
      definition: loaded.flagformProvider(version),
      platforms: platformsOf(loaded),
      conditions: { operators: loaded.SEGMENT_OPERATORS, types: loaded.CONDITION_TYPES },
      reviewSchema: loaded.toJSONSchema(loaded.reviewDocument, { target: "draft-7" }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function platformsOf(made) {
  const environment = { signal: new AbortController().signal, refresh: "sweep", log: () => undefined };
  const account = { username: "nobody", secret: "none", environments: { production: { project: "1" } } };
  return [
    made.createFlagsmithPlatform({ host: "https://api.flagsmith.com", apiKey: "none" }, environment),
    made.createSplitPlatform({ apiKey: "none" }, environment),
    made.createVercelPlatform({ token: "none" }, environment),
    made.createMixpanelPlatform(account, environment),
  ];
}
