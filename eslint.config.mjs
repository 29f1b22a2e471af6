import simpleImportSort from "eslint-plugin-simple-import-sort";
import tseslint from "typescript-eslint";
import { linearPatterns } from "./scripts/eslint/linear-patterns.mjs";
import { ownKeys } from "./scripts/eslint/own-keys.mjs";

/** The walls of docs/architecture.md: what each folder of src/ may not import. */
const walls = {
  constructs: ["terraform", "resources", "platforms", "http", "emulator", "testing", "serving", "review", "export", "cli"],
  terraform: ["constructs", "resources", "platforms", "http", "emulator", "testing", "serving", "review", "export", "cli"],
  http: ["constructs", "terraform", "resources", "platforms", "emulator", "testing", "serving", "review", "export", "cli"],
  platforms: ["constructs", "terraform", "resources", "emulator", "testing", "serving", "review", "export", "cli"],
  resources: ["constructs", "http", "emulator", "testing", "review", "export", "cli"],
  emulator: ["constructs", "terraform", "resources", "platforms", "http", "testing", "serving", "review", "export", "cli"],
  testing: ["constructs", "resources", "platforms", "http", "emulator", "review", "export", "cli"],
  // Of the platforms only their model: what somebody is served is a third reading, beside the vendors' engines and the emulators.
  serving: [
    "constructs",
    "terraform",
    "resources",
    "http",
    "emulator",
    "testing",
    "review",
    "export",
    "cli",
    "port",
    "adapter",
  ].concat(["flagsmith", "split", "vercel", "mixpanel"].map((name) => `platforms/${name}`)),
  // Of the platforms, how they evaluate traits that are absent.
  export: ["constructs", "terraform", "resources", "http", "emulator", "testing", "review", "cli", "port", "adapter"],
  review: ["constructs", "resources", "http", "emulator", "testing", "export", "cli", "port", "adapter"].concat(
    ["flagsmith", "split", "vercel", "mixpanel"].map((name) => `platforms/${name}`),
  ),
  // It writes programs that use the constructs. It reads platforms through the resources, and translates their common model.
  adopt: ["constructs", "http", "emulator", "review", "export", "cli", "adapter"].concat(
    ["flagsmith", "split", "vercel", "mixpanel"].map((name) => `platforms/${name}`),
  ),
};
// Only the command line starts it.
for (const folder of Object.keys(walls)) if (folder !== "adopt") walls[folder].push("adopt");

// What people's unit tests use plays a stack on emulators, and asks serving/ about the state.
walls["testing/served"] = ["constructs", "cli"];

/** Inside platforms/: no platform knows another, and what they share knows none of them. */
const PLATFORMS = ["flagsmith", "split", "vercel", "mixpanel"];
for (const each of PLATFORMS)
  walls[`platforms/${each}`] = [...walls.platforms, ...PLATFORMS.filter((other) => other !== each)];
walls["platforms/adapter"] = [...walls.platforms, ...PLATFORMS];
// It runs in a browser, and shares types only (page/view-model.ts) with what runs in Node.
walls["emulator/page/browser"] = [...walls.emulator, "wire", ...PLATFORMS];
for (const each of ["port", "model"]) walls[`platforms/${each}`] = [...walls.platforms, ...PLATFORMS, "adapter"];

export default tseslint.config(
  { ignores: ["lib/", "dist/", "node_modules/", "**/cdktf.out/", "jest.config.js", "jest.page.config.js"] },
  ...tseslint.configs.strict,
  {
    // Imports in one order, one block: the platform's own modules, packages, then what is ours.
    plugins: { "simple-import-sort": simpleImportSort },
    rules: {
      "simple-import-sort/imports": ["error", { groups: [["^node:", "^@?\\w", "^", "^\\."]] }],
      "no-duplicate-imports": ["error", { allowSeparateTypeImports: true }],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/unified-signatures": "off",
    },
  },
  {
    files: ["*.config.mjs", "scripts/**", "**/*.cjs"],
    rules: { "no-restricted-exports": "off", "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["src/**/*.ts"],
    languageOptions: {
      parserOptions: { project: ["tsconfig.lint.json", "tsconfig.page.json"], tsconfigRootDir: import.meta.dirname },
    },
    plugins: { flagform: { rules: { "own-keys": ownKeys, "linear-patterns": linearPatterns } } },
    rules: {
      "flagform/own-keys": "error",
      "flagform/linear-patterns": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportNamedDeclaration > VariableDeclaration[kind!='const']",
          message:
            "The provider's files export values once, at their end (scripts/build-provider.mjs): later changes are lost.",
        },
      ],
    },
  },
  { files: ["src/get-own.ts"], rules: { "flagform/own-keys": "off" } },
  {
    // Terraform starts it several times per command: what the command line loads would slow each of them down.
    files: ["src/cli/terraform-provider.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["./**"], message: "The provider does not load the command line." }] },
      ],
    },
  },
  ...Object.entries(walls).map(([folder, forbidden]) => ({
    files: [`src/${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: forbidden.map((other) => ({
            group: [`**/${other}/**`],
            message: `${folder}/ may not import ${other}/ (docs/architecture.md)`,
          })),
        },
      ],
    },
  })),
);
