import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes the licences of what the bundles contain, as their terms ask. `metafiles` are esbuild's. */
export function writeThirdPartyNotices(metafiles, file) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  const notices = [...new Set(folders)].sort().map(noticeOf);
  writeFileSync(file, ["The bundles in this directory contain the following packages.\n", ...notices].join("\n"));
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licences = readdirSync(folder).filter((each) => /^(licen[cs]e|copying)/i.test(each));
  const text = licences.map((each) => readFileSync(join(folder, each), "utf8").trim()).join("\n\n");
  // Terms that are not handed on are broken.
  if (text === "") throw new Error(`${name} ${version} is bundled, and no licence was found in ${folder}`);
  return `---- ${name} ${version} (${license})\n\n${text}\n`;
}
