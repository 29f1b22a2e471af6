// Builds lib/: the constructs by jsii, the provider and the command line as bundles, so that axios and gRPC are no dependency of users.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { writeThirdPartyNotices } from "./third-party-notices.mjs";
import { buildConstructs } from "./build-constructs.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

const bundle = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Reproducible: the provider's hash stands in people's lock files.
  minify: true,
  // Licences are in THIRD-PARTY-NOTICES.txt.
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  // axios loads it for uploads, of which there are none; with its table of MIME types it is a sixth of the bundle.
  alias: { "form-data": "./scripts/no-form-data.cjs" },
};

await buildConstructs();

rmSync("lib/provider", { recursive: true, force: true });
mkdirSync("lib/provider", { recursive: true });

// Terraform runs the first file of the package whose name starts with terraform-provider-flagform: keep the bundle's name apart.
const launcher = `lib/provider/terraform-provider-flagform_v${version}`;
copyFileSync("scripts/provider-launcher", launcher);
chmodSync(launcher, 0o755);
const provider = await build({
  ...bundle,
  entryPoints: ["src/cli/terraform-provider.ts"],
  outfile: "lib/provider/provider.cjs",
});

const commandLine = await build({
  ...bundle,
  entryPoints: ["src/cli/flagform.ts"],
  outfile: "lib/flagform.js",
  banner: { js: "#!/usr/bin/env node" },
  external: ["cdktf", "constructs", "@cdktf/provider-null"],
  plugins: [
    {
      name: "constructs",
      setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/\.\.\/index$/ }, () => ({ path: "./index.js", external: true })),
    },
  ],
});
chmodSync("lib/flagform.js", 0o755);

writeThirdPartyNotices([provider.metafile, commandLine.metafile], "lib/THIRD-PARTY-NOTICES.txt");
