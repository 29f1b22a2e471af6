const { createHash } = require("node:crypto");
const { readdirSync, readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { textOf } = require("../../scripts/page-texts.cjs");

/** For jest: what the build makes of styles, markup and scripts for the browser, as a module that exports the text. */
module.exports = {
  process: (_source, path) => ({
    code: `Object.defineProperty(exports, "__esModule", { value: true }); exports.default = ${JSON.stringify(textOf(path))};`,
  }),
  // A script is made of all files beside it.
  getCacheKey: (source, path) => {
    const hash = createHash("sha256").update(source);
    if (path.endsWith(".ts"))
      for (const name of readdirSync(dirname(path))) hash.update(readFileSync(join(dirname(path), name)));
    return hash.digest("hex");
  },
};
