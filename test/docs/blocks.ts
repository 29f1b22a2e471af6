import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "..", "..");

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
  /** Whether only an empty line is between it and the block before. */
  readonly isBesideBefore: boolean;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  const found = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```\n/gm)];
  return found.map(({ 1: language = "", 2: block = "", index }, at) => {
    const before = found[at - 1];
    const isBesideBefore = before !== undefined && text.slice(before.index + before[0].length, index).trim() === "";
    return { page, language, text: block, isBesideBefore };
  });
}

/** All pages with something to follow, by their path from the root. */
export function pages(): string[] {
  const below = (folder: string) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md") && !/notes\.md$|node_modules/.test(name))
      .map((name) => join(folder, name));
  return ["README.md", "CONTRIBUTING.md", ...below("docs"), ...below("examples")];
}

/** One block after the other, as one text. */
export function textOf(page: string, language: string): string {
  const blocks = blocksOf(page).filter((block) => block.language === language);
  if (blocks.length === 0) throw new Error(`${page} has no block of ${language}`);
  return blocks.map(({ text }) => text).join("\n");
}
