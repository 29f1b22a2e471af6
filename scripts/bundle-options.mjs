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
};
