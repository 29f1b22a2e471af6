import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../src/version";
import { API_EXAMPLES, apiExampleNames, synthesizeApiExample } from "../docs/api-example";
import { blocksOf } from "../docs/blocks";
import { checkoutProgram, part, readmeProgram, ROOT, stackOfTypeScript, Stranger, testOf } from "./stranger";

/** The Python package, installed once in a new environment. Python starts Node for each program. */

const wheel = part("python", `flagform-${VERSION}-py3-none-any.whl`);
const sdist = part("python", `flagform-${VERSION}.tar.gz`);
const ofWheel = testOf("the Python wheel", wheel !== undefined);
const ofSdist = testOf("the Python source distribution", wheel !== undefined && sdist !== undefined);
const EXAMPLE = join(ROOT, "examples/checkout/python");

let stranger: Stranger;
let python: string;
beforeAll(() => {
  stranger = new Stranger();
  stranger.run("python3", ["-m", "venv", "venv"]);
  python = join(stranger.folder, "venv", "bin", "python");
  if (wheel !== undefined) pip("install", wheel);
});
afterAll(() => {
  stranger.remove();
});

function pip(...argv: string[]): void {
  stranger.run(python, ["-m", "pip", argv[0] ?? "", "--quiet", "--disable-pip-version-check", ...argv.slice(1)]);
}

ofWheel("README's program and the example synthesize what TypeScript does, with the provider from the wheel", () => {
  stranger.run(python, [join(__dirname, "readme.py")], { env: { CDKTF_OUTDIR: "readme.out" } });
  expect(stranger.stack("checkout", "readme.out")).toEqual(stackOfTypeScript({ "main.mjs": readmeProgram() }));
  stranger.run(python, [join(EXAMPLE, "main.py")]);
  expect(stranger.stack("checkout")).toEqual(stackOfTypeScript(checkoutProgram()));
  const plugins = ["cdktf.out", "stacks", "checkout", "terraform.d", "plugins", "registry.terraform.io/flagform/flagform"];
  expect(stranger.files(...plugins, VERSION)).toContain("linux_amd64");
  expect(stranger.run(join(stranger.folder, "venv/bin/flagform"), ["--version"])).toBe(`${VERSION}\n`);
});

ofWheel("the examples of the reference synthesize what TypeScript does", () => {
  const examples = apiExampleNames();
  const program = `
import sys
from cdktf import App, TerraformStack, Testing
from flagform import FlagsmithProvider
for name in sys.argv[2:]:
    stack = TerraformStack(App(outdir="unused"), "shop")
    if not name.endswith("-provider"):
        FlagsmithProvider(stack, "flagsmith")
    exec(open(sys.argv[1] + "/" + name + ".py").read(), {"stack": stack})
    print(Testing.synth(stack, True).replace("\\n", ""))
`;
  const synthesized = stranger.run(python, [stranger.write("examples.py", program), API_EXAMPLES, ...examples]);
  const stacks = synthesized
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(Object.fromEntries(examples.map((name, index) => [name, stacks[index]]))).toEqual(
    Object.fromEntries(examples.map((name) => [name, synthesizeApiExample(name)])),
  );
});

ofWheel("the example's tests and the guide's pass: who is served what, asked from Python", () => {
  const [guide] = blocksOf("docs/guides/testing.md").filter(({ language }) => language === "python");
  stranger.write("asked/test_guide.py", guide?.text ?? "");
  for (const name of ["stack.py", "test_stack.py"])
    stranger.write(`asked/${name}`, readFileSync(join(EXAMPLE, name), "utf8"));
  // unittest reports on the standard error, and its exit code says whether all passed.
  const report = stranger.run("sh", ["-c", `'${python}' -m unittest -v 2>&1`], { cwd: join(stranger.folder, "asked") });
  expect(report.match(/ \.\.\. ok$/gm)).toHaveLength(5);
  expect(report).toMatch(/^Ran 5 tests /m);
});

ofWheel("a wrong expectation raises a RuntimeError with the trace, and so does a stack that would be refused", () => {
  const program = `
import sys
sys.path.insert(0, sys.argv[1])
from cdktf import App, TerraformStack
from flagform import FeatureFlag, FlagsmithProvider, ServedPerson, ServedStack
from stack import checkout_stack

def failure(stack, **expectation):
    try:
        ServedStack(stack).gets(environment="production", **expectation)
    except RuntimeError as error:
        return str(error)

teenager = ServedPerson(traits={"country": "GB", "age": 17, "plan": "pro"})
print(failure(checkout_stack(App()), flag="checkout-item-limit", person=teenager, enabled=True, value=50))
refused = TerraformStack(App(), "refused")
FlagsmithProvider(refused, "flagsmith")
for id in ["one", "other"]:
    FeatureFlag(refused, id, key="search")
print(failure(refused, flag="search", enabled=True))
`;
  const told = stranger.run(python, [stranger.write("wrong.py", program), EXAMPLE]);
  expect(told).toContain("value is 10, and should be 50\nserved:\n  off, 10, because of default\nhow it came about:\n");
  expect(told).toContain('    ✗ age at_least "18": age is 17\nnearest who is:\n');
  expect(told).toContain('"refused/one" and "refused/other" are all flagform_feature_flag.search');
});

ofSdist("pip builds a wheel from the source distribution: the same files, and the same content beside the metadata", () => {
  pip("wheel", "--no-deps", "--wheel-dir", "built", String(sdist));
  expect(stranger.files("built")).toEqual([`flagform-${VERSION}-py3-none-any.whl`]);
  const program = `
import json, sys, zipfile
print(json.dumps({entry.filename: entry.CRC for entry in zipfile.ZipFile(sys.argv[1]).infolist()}))
`;
  const list = stranger.write("list.py", program);
  const filesOf = (file: string): Record<string, number> =>
    JSON.parse(stranger.run(python, [list, file])) as Record<string, number>;
  const [built, released] = [join(stranger.folder, "built", `flagform-${VERSION}-py3-none-any.whl`), String(wheel)].map(
    filesOf,
  );
  // pip gets the build tools anew, whose versions may write the metadata with other spaces.
  const contentOf = (files = {}): object =>
    Object.fromEntries(Object.entries(files).filter(([name]) => !name.includes(".dist-info/")));
  expect(Object.keys(built ?? {}).sort()).toEqual(Object.keys(released ?? {}).sort());
  expect(contentOf(built)).toEqual(contentOf(released));
  expect(Object.keys(contentOf(released))).toContain(`flagform/_jsii/flagform@${VERSION}.jsii.tgz`);
});
