import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { VERSION } from "../../src/version";
import { startEmulator } from "../e2e/checkout-stack";
import { Workspace } from "../support/terraform-workspace";
import { membersOf } from "../support/zip";
import { part, RELEASE, Stranger, testOf } from "./stranger";

/** What the registries take from a release, and what people check. */

const NAME = `terraform-provider-flagform_${VERSION}`;
const registry = part("registry", `${NAME}_SHA256SUMS`);
const there = testOf("the registries' files", registry !== undefined);

/** The names and digests of a file with checksums. */
function checksums(file: string): Map<string, string> {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return new Map(lines.map((line): [string, string] => [line.slice(66), line.slice(0, 64)]));
}

const sha256 = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

test("gpg, with the public key alone, takes both signatures, and refuses them once a byte differs", () => {
  const stranger = new Stranger();
  const home = mkdtempSync(join(tmpdir(), "gpg-"));
  chmodSync(home, 0o700);
  const gpg = (...argv: string[]) => stranger.run("gpg", ["--homedir", home, "--batch", "--quiet", ...argv]);
  try {
    gpg("--import", join(RELEASE, "signing-key.asc"));
    for (const file of [join(RELEASE, "SHA256SUMS"), ...(registry === undefined ? [] : [registry])]) {
      gpg("--verify", `${file}.sig`, file);
      const forged = stranger.write(
        "forged",
        readFileSync(file, "utf8").replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
      );
      expect(() => gpg("--verify", `${file}.sig`, forged)).toThrow(/BAD signature|failed/);
      expect(readFileSync(`${file}.sig`, "latin1")).not.toContain("BEGIN PGP");
    }
  } finally {
    stranger.run("gpgconf", ["--homedir", home, "--kill", "all"]);
    rmSync(home, { recursive: true, force: true });
    stranger.remove();
  }
});

test("every file of the release has its checksum", () => {
  const sums = checksums(join(RELEASE, "SHA256SUMS"));
  const files = readdirSync(RELEASE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(RELEASE, join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith("mirror/") && !name.startsWith("SHA256SUMS"));
  expect([...sums.keys()].sort()).toEqual(files.sort());
  for (const [name, digest] of sums) expect(`${name} ${sha256(join(RELEASE, name))}`).toBe(`${name} ${digest}`);
});

there("the checksums for the registries list each archive and the manifest, which names protocol 6.0", () => {
  const sums = checksums(String(registry));
  const folder = dirname(String(registry));
  const listed = readdirSync(folder).filter((name) => !name.includes("SHA256SUMS"));
  expect([...sums.keys()].sort()).toEqual(listed.sort());
  for (const [name, digest] of sums) expect(sha256(join(folder, name))).toBe(digest);
  const manifest: unknown = JSON.parse(readFileSync(join(folder, `${NAME}_manifest.json`), "utf8"));
  expect(manifest).toEqual({ version: 1, metadata: { protocol_versions: ["6.0"] } });
});

there("each archive has the executable at its root under the name that Terraform runs, and the licences", () => {
  const folder = dirname(String(registry));
  for (const archive of readdirSync(folder).filter((name) => name.endsWith(".zip"))) {
    const suffix = archive.includes("windows") ? ".exe" : "";
    const names = membersOf(readFileSync(join(folder, archive))).map(([name]) => name);
    expect(names).toEqual([`terraform-provider-flagform_v${VERSION}${suffix}`, "LICENSE", "THIRD-PARTY-NOTICES.txt"]);
  }
});

const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];

/** OpenTofu reads an address without a host as its own registry's, as Terraform does. */
const ADDRESSES = [
  ...HOSTS.map((host) => [`${host}/flagform/flagform`, host]),
  ["flagform/flagform", "registry.terraform.io"],
];

describe.each(ADDRESSES)("from the mirror, as %s", (source, host) => {
  there("terraform init installs it, and apply and plan run it", async () => {
    const emulator = await startEmulator();
    const workspace = new Workspace(emulator);
    try {
      workspace.write(
        "terraformrc",
        `provider_installation {\n  filesystem_mirror {\n    path = "${join(RELEASE, "mirror")}"\n  }\n}\n`,
      );
      writeFileSync(
        join(workspace.directory, "main.tf"),
        `terraform {\n  required_providers {\n    flagform = {\n      source = "${String(source)}"\n      version = "${VERSION}"\n    }\n  }\n}\nprovider "flagform" {}\nresource "flagform_feature_flag" "f" {\n  key = "checkout"\n}\n`,
      );
      workspace.env["PATH"] = "/nowhere";
      await workspace.succeed("init", "-input=false");
      const lockFile = readFileSync(join(workspace.directory, ".terraform.lock.hcl"), "utf8");
      expect(lockFile).toContain(`provider "${String(host)}/flagform/flagform"`);
      await workspace.apply();
      expect(await workspace.planIsEmpty()).toBe(true);
    } finally {
      workspace.remove();
      await emulator.stop();
    }
  });
});

there("the index of the mirror, as a web server gives it, names each archive with the digest that Terraform checks", () => {
  for (const host of HOSTS) {
    const folder = join(RELEASE, "mirror", host, "flagform", "flagform");
    const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
    expect(read("index.json")).toEqual({ versions: { [VERSION]: {} } });
    const { archives } = read(`${VERSION}.json`) as { archives: Record<string, { url: string; hashes: string[] }> };
    expect(Object.keys(archives).length).toBeGreaterThan(0);
    for (const [platform, { url, hashes }] of Object.entries(archives)) {
      expect(url).toBe(`${NAME}_${platform}.zip`);
      expect(hashes).toEqual([`zh:${sha256(join(folder, url))}`]);
      expect(statSync(join(folder, url)).size).toBeGreaterThan(1_000_000);
    }
  }
});
