import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apiExampleNames, synthesizeApiExample } from "./api-example";

/** The pages are what the provider declares: nothing else describes an attribute anywhere. */

const ROOT = join(__dirname, "..", "..");

test("what is committed is what the provider declares now", () => {
  expect(() => execFileSync(process.execPath, ["scripts/docs.mjs", "--check"], { cwd: ROOT, stdio: "pipe" })).not.toThrow();
});

test("each link of the documentation leads somewhere", () => {
  const files = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" });
  // The notes below examples/ become parts of pages, and their links are those of the pages.
  const pages = files.filter((name) => name.endsWith(".md") && !name.startsWith("examples"));
  const broken = ["README.md", ...pages.map((name) => `docs/${name}`)].flatMap((page) =>
    linksOf(page)
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  );
  expect(pages.length).toBeGreaterThan(10);
  expect(broken).toEqual([]);
});

function linksOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link]) =>
    link === undefined || /^https?:/.test(link) ? [] : [link],
  );
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? join(ROOT, page) : join(ROOT, page, "..", path);
  try {
    if (anchor === undefined) return readable(target);
    return anchorsOf(readFileSync(target, "utf8")).includes(anchor);
  } catch {
    return false;
  }
}

/** A file, or a folder. */
function readable(target: string): boolean {
  return target.endsWith(".md") || /\.\w+$/.test(target) ? readFileSync(target).length > 0 : readdirSync(target).length > 0;
}

function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading));
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id)];
}

function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .trim()
    .replace(/\s/g, "-");
}

test.each(apiExampleNames())("the example of the construct in docs/api/%s.md synthesizes", (name) => {
  const { resource, data, provider } = synthesizeApiExample(name) as Record<string, Record<string, unknown> | undefined>;
  const own = name.endsWith("-provider") ? provider : { ...resource, ...data };
  expect(Object.keys(own ?? {}).filter((type) => type.startsWith("flagform"))).not.toEqual([]);
});
