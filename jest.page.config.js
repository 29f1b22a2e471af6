/** The tests of the emulator's page, which need a Chromium: npm run test:page. */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/test/page"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 2,
};
