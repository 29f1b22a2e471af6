module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: { "\\.ts$": "<rootDir>/test/support/esbuild-transform.cjs" },
  testTimeout: 60000,
  // Much of the time is spent in other processes: Terraform, providers, emulators.
  maxWorkers: "100%",
};
