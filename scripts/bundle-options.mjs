/** What all bundles of Node code have in common. */
export const BUNDLE = {
  bundle: true,
  platform: "node",
  target: "node20",
  // Reproducible: the provider's hash stands in people's lock files.
  minify: true,
  // Licences are in THIRD-PARTY-NOTICES.txt.
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  // axios loads it for uploads, of which there are none; with its table of MIME types it is a sixth of the bundle.
  // Tunnels through proxies are our own.
  alias: { "form-data": "./scripts/no-form-data.cjs", "https-proxy-agent": "./scripts/no-proxy-agent.cjs" },
};
