const { availableParallelism } = require("node:os");

module.exports = {
  // Both are explained there.
  testEnvironment: "<rootDir>/test/support/shared-realm/environment.cjs",
  runtime: "<rootDir>/test/support/shared-realm/runtime.cjs",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    // These need a browser: npm run test:page.
    "<rootDir>/test/page/",
    // These need a later Terraform: npm run test:terraform-1.15.
    ...(process.env.FLAGFORM_TERRAFORM_1_15 === "1" ? [] : ["<rootDir>/test/terraform-1.15/"]),
    // These need an executable: npm run test:executable.
    ...(process.env.FLAGFORM_EXECUTABLE ? [] : ["<rootDir>/test/executable/"]),
    // These need a release: npm run test:release.
    ...(process.env.FLAGFORM_RELEASE ? [] : ["<rootDir>/test/release/"]),
    // With the real Terraform what the normal suite proves without: npm run test:deep.
    ...(process.env.FLAGFORM_DEEP === "1" ? [] : ["<rootDir>/test/e2e/deep/"]),
  ],
  moduleNameMapper: { "^(.+)\\?bundle$": "$1" },
  transform: {
    "/page/browser/main\\.ts$|\\.(css|html)$": "<rootDir>/test/support/text-transform.cjs",
    "\\.ts$": "<rootDir>/test/support/esbuild-transform.cjs",
  },
  // Stacks of tests carry the executable that is tested: npm run test:executable.
  setupFiles: ["no-token-traces.cjs", ...(process.env.FLAGFORM_EXECUTABLE ? ["carry-executable.ts"] : [])].map(
    (name) => `<rootDir>/test/support/${name}`,
  ),
  testSequencer: "<rootDir>/test/support/longest-first.cjs",
  globalSetup: "<rootDir>/test/support/global-setup.cjs",
  globalTeardown: "<rootDir>/test/support/global-teardown.cjs",
  // The one wall clock of all tests, for what would never end: on a machine eight times overloaded the longest takes a third of it.
  testTimeout: 900000,
  // One more than there are processors: tests wait for other processes, which start, end and are given time to.
  maxWorkers: availableParallelism() + 1,
};
