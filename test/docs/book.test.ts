import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The documentation as one book: nothing is hidden, nothing leads nowhere, and each page says where to go next. */

const ROOT = join(__dirname, "..", "..");
const pages = ["README.md", "CONTRIBUTING.md", ...under("docs"), ...under("examples")];

function under(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".md") && !/notes\.md$/.test(name)).map((name) => join(folder, name));
}

function read(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

/** The files that a page links to or shows, by their path from the root. */
function linksOf(page: string): string[] {
  const targets = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target)).map((target) => join(dirname(page), target));
}

test.each(pages)("%s links to nothing that is missing", (page) => {
  expect(linksOf(page).filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
});

test("from the README every page can be reached", () => {
  const seen = new Set<string>();
  const visit = (page: string): void => {
    if (seen.has(page)) return;
    seen.add(page);
    for (const target of linksOf(page)) if (target.endsWith(".md") && existsSync(join(ROOT, target))) visit(target);
  };
  visit("README.md");
  expect(pages.filter((page) => !seen.has(page) && !page.startsWith("examples/"))).toEqual([]);
});

test("the provider's page lists every other page of the documentation, and the constructs' index their pages", () => {
  const listed = [...linksOf("docs/index.md"), ...linksOf("docs/api/index.md")];
  expect(pages.filter((page) => page.startsWith("docs/") && page !== "docs/index.md" && !listed.includes(page))).toEqual([]);
});

test.each(pages.filter((page) => page.startsWith("docs/") && page !== "docs/architecture.md"))(
  "%s has a next step",
  (page) => {
    expect(read(page)).toMatch(/^Next: /m);
  },
);

test("the errors that the troubleshooting page explains are those of the code", () => {
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const scripts = ["scripts/provider-start.cjs", "scripts/provider-launcher"].map(read);
  const code = [...sources.map((name) => read(join("src", name))), ...scripts].join("\n").replace(/\$\{[^}]*\}/g, "…");
  const own = read("docs/guides/troubleshooting.md").split("## The provider does not start")[1] ?? "";
  const quoted = [...own.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, title = ""]) => title),
  );
  const terraforms = /^(Failed to query|Plugin did not respond|the cached package)/;
  const missing = quoted
    .filter((title) => !terraforms.test(title))
    .filter((title) => !title.split(/…|"<[^>]*>"|<[^>]*>/).every((part) => code.includes(part.trim())));
  expect(missing).toEqual([]);
});
