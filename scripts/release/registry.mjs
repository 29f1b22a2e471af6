import { createHash } from "node:crypto";
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { compileExecutables } from "../executables/compile.mjs";
import { BUN } from "../executables/runtimes.mjs";
import { writeThirdPartyNotices } from "../third-party-notices.mjs";
import { made } from "./languages.mjs";
import { Unavailable } from "./tools.mjs";
import { zip } from "./zip.cjs";

/** Each registry has its own host; the files are the same. */
const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];
const OWN = "flagform/flagform";
/** `6.0` for all of protocol 6, as the registries ask. */
const MANIFEST = { version: 1, metadata: { protocol_versions: ["6.0"] } };

const RUNTIME_NOTICE = `The executable contains the runtime Bun ${BUN} (MIT License, Copyright (c) Jarred Sumner and contributors), unchanged, as it is
published in the npm packages @oven/bun-*. Bun links further libraries, among them JavaScriptCore (LGPL-2.1); they and their
terms are listed in LICENSE.md of https://github.com/oven-sh/bun, which also has the sources and says how to link Bun again.
`;

/** The archives and the manifest that both registries take from a release, and mirrors for those who use none. */
export async function registry({ version, out, platforms }) {
  const work = mkdtempSync(join(tmpdir(), "flagform-release-"));
  try {
    const { files, missing, metafile } = await compileExecutables(platforms, work);
    const licences = metafile === undefined ? [] : licencesOf(metafile, work);
    const folder = made(out, "registry");
    for (const [platform, file] of Object.entries(files)) {
      const musl = platform.endsWith("_musl");
      // Registries know no musl: those are for mirrors, and for people.
      const name = `${musl ? "flagform" : "terraform-provider-flagform"}_${version}_${platform}.zip`;
      const inside = musl ? "flagform" : `terraform-provider-flagform_v${version}${file.endsWith(".exe") ? ".exe" : ""}`;
      const archive = zip([{ name: inside, content: readFileSync(file), mode: 0o755 }, ...licences]);
      writeFileSync(join(musl ? made(out, "musl") : folder, name), archive);
      rmSync(file);
    }
    if (missing.length > 0) throw new Unavailable(missing.join("; "));
    const manifest = `terraform-provider-flagform_${version}_manifest.json`;
    writeFileSync(join(folder, manifest), `${JSON.stringify(MANIFEST, undefined, 2)}\n`);
    layOutMirrors(folder, version, out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Terms that are not handed on are broken: ours, those of what is bundled, and those of the runtime. */
function licencesOf(metafile, work) {
  const notices = join(work, "THIRD-PARTY-NOTICES.txt");
  writeThirdPartyNotices([metafile], notices);
  return [
    { name: "LICENSE", content: readFileSync("LICENSE"), mode: 0o644 },
    {
      name: "THIRD-PARTY-NOTICES.txt",
      content: Buffer.from(`${RUNTIME_NOTICE}\n${readFileSync(notices, "utf8")}`),
      mode: 0o644,
    },
  ];
}

/** A filesystem mirror that is a network mirror too, once a web server has it: an index next to the archives. */
function layOutMirrors(folder, version, out) {
  const archives = readdirSync(folder).filter((name) => name.endsWith(".zip"));
  for (const host of HOSTS) {
    const mirror = made(out, "mirror", host, OWN);
    for (const name of archives) linkSync(join(folder, name), join(mirror, name));
    const packages = archives.map((name) => [
      name.slice(`terraform-provider-flagform_${version}_`.length, -".zip".length),
      { url: name, hashes: [`zh:${sha256(join(folder, name))}`] },
    ]);
    writeJson(join(mirror, "index.json"), { versions: { [version]: {} } });
    writeJson(join(mirror, `${version}.json`), { archives: Object.fromEntries(packages) });
  }
}

function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

export function sha256(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** The checksums of files, as `sha256sum --check` and the registries read them. */
export function checksums(files, nameOf = basename) {
  return files.map((file) => `${sha256(file)}  ${nameOf(file)}\n`).join("");
}
