const { mkdtempSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

/** One temporary folder for a whole run, removed at its end: each synthesis in a test leaves a folder. */
module.exports = () => {
  // Terraform lives for a second here, and has no need to collect its garbage four times as often.
  process.env.GOGC ??= "400";
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), "flagform-tests-"));
};
