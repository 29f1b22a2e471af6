import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { firstLine, pacmak, pythonWithBuild, run, Unavailable } from "./tools.mjs";

/** The package for npm, as `npm publish` takes it. */
export function npmPackage({ source, out }) {
  const folder = made(out, "npm");
  run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], { cwd: source });
}

/** Wheel and source distribution. */
export function python({ source, out }) {
  const interpreter = pythonWithBuild();
  withSources("python", source, (folder) => {
    const argv = ["-m", "build", "--no-isolation", "--outdir", made(out, "python"), folder];
    // The same files at any time.
    run(interpreter, argv, { env: { ...process.env, SOURCE_DATE_EPOCH: "315532800" } });
  });
}

/** A module as it stands in its repository, to be tagged there. */
export function go({ source, out }) {
  withSources("go", source, (folder) => {
    cpSync(folder, made(out, "go"), { recursive: true });
  });
}

/** The project with its sources; there is no .NET SDK in the release's tools: `dotnet pack` on a machine that has one. */
export function dotnet({ source, out }) {
  withSources("dotnet", source, (folder) => {
    cpSync(folder, made(out, "dotnet"), { recursive: true });
  });
}

/** The jar with its sources, laid out as a Maven repository; and the project, from which it is built. */
export function java({ source, out }) {
  withSources("java", source, (folder) => {
    cpSync(folder, made(out, join("java", "project")), { recursive: true });
    const repository = made(out, join("java", "repository"));
    const argv = [
      "-B",
      "-q",
      "-Dmaven.javadoc.skip=true",
      `-DaltDeploymentRepository=release::file://${repository}`,
      "deploy",
    ];
    try {
      // Old enough for all compilers of today.
      run("mvn", [...argv, "-Dmaven.compiler.release=8"], { cwd: folder });
    } catch (cause) {
      rmSync(repository, { recursive: true });
      throw new Unavailable(`the jar (its project is in java/project): ${firstLine(cause)}`);
    }
  });
}

function withSources(target, source, use) {
  const work = mkdtempSync(join(tmpdir(), "flagform-release-"));
  try {
    const argv = [pacmak(), "--code-only", "--no-npmignore", "--target", target, "--outdir", work, source];
    const quiet = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split(".")[0] };
    run(process.execPath, argv, { env: { ...process.env, ...quiet } });
    const folder = join(work, target);
    if (!existsSync(folder) || readdirSync(folder).length === 0) throw new Error(`jsii-pacmak wrote nothing for ${target}`);
    use(folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export function made(...parts) {
  const folder = resolve(join(...parts));
  mkdirSync(folder, { recursive: true });
  return folder;
}
