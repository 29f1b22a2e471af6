// Builds lib/: the constructs by jsii, the provider and the command line as bundles, so that zod and gRPC are no dependency of users.
import { chmodSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { buildConstructs } from "./build-constructs.mjs";
import { buildProvider } from "./build-provider.mjs";
import { buildTesting } from "./build-testing.mjs";
import { BUNDLE } from "./bundle-options.mjs";
import { pageTexts, textLoaders } from "./page-texts.cjs";
import { writeThirdPartyNotices } from "./third-party-notices.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** In front of everything that an older Node could not run. */
const NODE_CHECK = `if (parseInt(process.versions.node, 10) < 20) {
  console.error("flagform: it needs Node.js 20 or newer; this is " + process.version + ". Install a supported release, such as Node.js 24.");
  process.exit(1);
}`;

await buildConstructs();

const provider = await buildProvider(BUNDLE, "lib/provider", version);

const commandLine = await build({
  ...BUNDLE,
  format: "cjs",
  entryPoints: ["src/cli/flagform.ts"],
  outfile: "lib/flagform.js",
  banner: { js: `#!/usr/bin/env node\n${NODE_CHECK}` },
  external: ["cdktf", "constructs", "@cdktf/provider-null"],
  loader: textLoaders,
  plugins: [
    pageTexts,
    {
      name: "constructs",
      setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/\.\.\/index$/ }, () => ({ path: "./index.js", external: true })),
    },
  ],
});
chmodSync("lib/flagform.js", 0o755);

const testing = await buildTesting({ ...BUNDLE, loader: textLoaders, plugins: [pageTexts] });

writeThirdPartyNotices([provider, commandLine.metafile, testing], "lib/THIRD-PARTY-NOTICES.txt");
