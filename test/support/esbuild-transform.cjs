const { createHash } = require("node:crypto");
const { transformSync, version } = require("esbuild");

/** TypeScript for jest, by the compiler that the build uses anyway. Types are checked by `npm run lint`. */
const OPTIONS = {
  loader: "ts",
  format: "cjs",
  target: "node20",
  // Beside the code: inside, it would be the larger part of what is read and parsed for each test file.
  sourcemap: "external",
  // jest's sandbox has no import(), so it becomes a require.
  supported: { "dynamic-import": false },
};

module.exports = {
  process: (source, path) => transformSync(source, { ...OPTIONS, sourcefile: path }),
  // jest alone would not notice that the options changed.
  getCacheKey: (source, path) =>
    createHash("sha256")
      .update(JSON.stringify([source, path, OPTIONS, version]))
      .digest("hex"),
};
