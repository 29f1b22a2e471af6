import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes the licences of what the bundles contain, as their terms ask. `metafiles` are esbuild's. */
export function writeThirdPartyNotices(metafiles, file) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  const notices = [...new Set(folders)].sort().map(noticeOf);
  writeFileSync(file, ["The bundles in this directory contain the following packages.\n", ...notices].join("\n"));
}

/** Packages that come without the text of their licence. */
const TEXTS = {
  cdktf: `The text of the Mozilla Public License 2.0 is at https://mozilla.org/MPL/2.0/. The source is the npm package cdktf of this
version, which is contained unchanged.`,
  jsonify: "In the public domain.",
};

/** Of packages that name the MIT License and its holder in package.json alone. */
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions: The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licences = readdirSync(folder).filter((each) => /^(licen[cs]e|copying)/i.test(each));
  const found = licences.map((each) => readFileSync(join(folder, each), "utf8").trim()).join("\n\n");
  const text = found === "" ? (TEXTS[name] ?? mitText(license, author)) : found;
  // Terms that are not handed on are broken.
  if (text === "") throw new Error(`${name} ${version} is bundled, and no licence was found in ${folder}`);
  return `---- ${name} ${version} (${license})\n\n${text}\n`;
}

function mitText(license, author) {
  const holder = typeof author === "string" ? author : author?.name;
  return license === "MIT" && holder ? `Copyright (c) ${holder}\n\n${MIT}` : "";
}
