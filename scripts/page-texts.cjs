const { readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { buildSync } = require("esbuild");

/** The script of the emulator's page, from all its files: one text that a browser runs as it is. */
function bundleForBrowser(entry) {
  const options = {
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
  };
  const [{ text }] = buildSync({ ...options, entryPoints: [entry], write: false, logLevel: "warning" }).outputFiles;
  return text.trim();
}

/** esbuild's loader for `import script from "./main.ts?bundle"`; styles and markup are texts by `textLoaders`. */
const pageTexts = {
  name: "page-texts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?bundle$/ }, ({ path, importer }) => ({
      path: join(dirname(importer), path.replace(/\?bundle$/, "")),
      namespace: "browser",
    }));
    onLoad({ filter: /.*/, namespace: "browser" }, ({ path }) => ({ contents: bundleForBrowser(path), loader: "text" }));
  },
};

const textLoaders = { ".css": "text", ".html": "text" };

/** The same for jest. */
function textOf(path) {
  return path.endsWith(".ts") ? bundleForBrowser(path) : readFileSync(path, "utf8");
}

module.exports = { pageTexts, textLoaders, textOf };
