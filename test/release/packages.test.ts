import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../src/version";
import { checkoutProgram, hasCommand, NPM, part, ROOT, stackOfTypeScript, Stranger, testOf } from "./stranger";

/** Each package is installed in an empty folder, and its stacks are those of the others. */

let stranger: Stranger;
beforeEach(() => (stranger = new Stranger()));
afterEach(() => {
  stranger.remove();
});

const PROGRAM = `import { App, TerraformStack } from "cdktf";
import { FeatureFlag, FlagsmithProvider, FlagType, Serve, type FeatureFlagProps } from "flagform";

const app = new App();
const stack = new TerraformStack(app, "checkout");
new FlagsmithProvider(stack, "flagsmith", { project: "Shop" });
const props: FeatureFlagProps = { key: "checkout", type: FlagType.INTEGER };
const flag: FeatureFlag = new FeatureFlag(stack, "checkout", props);
const served: Serve = Serve.integer(1);
if (Object.is(flag, served)) throw new Error("they differ: " + flag.flagKey);
app.synth();
`;

describe("npm", () => {
  const npm = testOf("the npm package", NPM !== undefined);
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: "ES2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: [],
    outDir: "out",
    // The other libraries' own types are theirs to keep.
    skipLibCheck: true,
  };

  npm("as ES module and as CommonJS, in strict TypeScript: the same stack, and a command that answers", () => {
    stranger.write("package.json", JSON.stringify({ name: "stranger", private: true, type: "module" }));
    stranger.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["main.ts", "common.cts"] }));
    stranger.write("main.ts", PROGRAM);
    stranger.write("common.cts", PROGRAM);
    stranger.npmInstall(String(NPM), "cdktf@0.21.0", "constructs@10.4.2", "typescript@5.9");
    stranger.run("npx", ["--no-install", "tsc"]);
    stranger.run(process.execPath, ["out/main.js"]);
    const stack = stranger.stack("checkout");
    expect(stack).toMatchObject({ resource: { flagform_feature_flag: { checkout: { key: "checkout" } } } });
    stranger.run(process.execPath, ["out/common.cjs"], { env: { CDKTF_OUTDIR: "common.out" } });
    expect(stranger.stack("checkout", "common.out")).toEqual(stack);
    expect(stranger.run("npx", ["--no-install", "flagform", "--version"])).toBe(`${VERSION}\n`);
  });
});

describe("Go", () => {
  const folder = part("go", "flagform");
  const go = testOf("the Go module", folder !== undefined && hasCommand("go", "version"));

  go("a module that requires it: the example synthesizes what TypeScript does", () => {
    cpSync(String(folder), join(stranger.folder, "module"), { recursive: true });
    const required = /require \([^]*?\)\n/.exec(readFileSync(join(String(folder), "go.mod"), "utf8"))?.[0] ?? "";
    const name = "github.com/flagform/flagform-go/flagform";
    stranger.write(
      "go.mod",
      `module stranger\n\ngo 1.25\n\n${required}\nrequire ${name} v0.0.0\n\nreplace ${name} => ./module\n`,
    );
    stranger.write("main.go", readFileSync(join(ROOT, "examples/checkout/go/main.go"), "utf8"));
    stranger.run("go", ["run", "-mod=mod", "."]);
    expect(stranger.stack("checkout")).toEqual(stackOfTypeScript(checkoutProgram()));
  });
});

describe("Java", () => {
  const repository = part("java", "repository");

  testOf("the jar", repository !== undefined)("the jar is laid out as a Maven repository", () => {
    const folder = join(String(repository), "dev/flagform/flagform", VERSION);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining([`flagform-${VERSION}.jar`, `flagform-${VERSION}.pom`]));
  });
});

describe("C#", () => {
  const project = part("dotnet", "Flagform", "Flagform.csproj");

  testOf("the C# project", project !== undefined)("the project has the name, the version and the package inside", () => {
    const text = readFileSync(String(project), "utf8");
    expect(text).toContain("<PackageId>Flagform</PackageId>");
    expect(text).toContain(`<PackageVersion>${VERSION}</PackageVersion>`);
    expect(readdirSync(join(String(project), ".."))).toContain(`flagform-${VERSION}.tgz`);
  });
});
