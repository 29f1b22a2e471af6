import { type Block, blocksOf, pages } from "./blocks";

/** What is followed elsewhere, or cannot be followed here, and why: page, the block's language or a line of it, the reason. */
const OTHERS: readonly (readonly [page: RegExp, block: RegExp, reason: string])[] = [
  [/./, /^ts\n/, "typescript.test.ts type-checks it"],
  [/^docs\/(resources|data-sources|functions)\/|^docs\/index\.md/, /./, "generated from docs/examples: examples.test.ts"],
  [/^docs\/guides\/(flagsmith|split|vercel|mixpanel)\.md/, /^(ts|terraform)\n/, "guides.test.ts applies both"],
  [/^docs\/guides\/(flagsmith|split|vercel|mixpanel)\.md/, /^shell\nexport /, "the credential of a real account"],
  [/^docs\/guides\/coming-from-flagsmith-provider\.md/, /./, "moving.test.ts"],
  [
    /^docs\/guides\/fold-overrides\.md/,
    /^(json|hcl)\n/,
    "test/constructs/moving-overrides.test.ts, test/e2e/moving-overrides",
  ],
  [/^docs\/cli\.md/, /^(console|json)\n/, "cli.test.ts"],
  [/^docs\/cli\.md/, /^sh\nnpm install --save-dev/, "a registry; its second line is in cli.test.ts"],
  [/^docs\/cli\.md/, /^sh\nnpx flagform demo/, "test/cli/demo.test.ts"],
  [/^docs\/cli\.md/, /flagform completion bash/, "test/cli/completion.test.ts, with the shells that are here"],
  [/^(docs\/cli|README)\.md/, /flagform adopt/, "test/cli/adopt-command.test.ts"],
  [/^docs\/(cli|guides\/review)\.md/, /^(sh\nterraform plan -out=plan|text|json)\n/, "test/cli/review.test.ts, test/review"],
  [
    /^docs\/ci\.md/,
    /^yaml\n.*flagform review|^yaml\nreview:/,
    "runners of GitHub and GitLab; the command itself: test/cli/review.test.ts",
  ],
  [/^docs\/api\//, /./, "from docs/api/examples: generated.test.ts in TypeScript, test/release in Python"],
  [/^docs\/guides\/from-.*-to-.*\.md/, /^sh\nnpm install flagform/, "a registry, and the credential of a real account"],
  [/^docs\/guides\/from-.*-to-.*\.md/, /^sh\n|^text\n|^hcl\nresource/, "changing-platform.test.ts"],
  [/^docs\/guides\/from-.*-to-.*\.md/, /^hcl\n  identity_overrides/, "a part of the file that is written there"],
  [/^docs\/guides\/from-.*-to-.*\.md/, /^js\n/, "OpenFeature's providers of the vendors are not here"],
  [/^docs\/guides\/applications\.md/, /./, "test/cli/export.test.ts, test/export; flagd itself is not here"],
  [/^docs\/guides\/testing\.md/, /^python\n/, "test/release/python.test.ts, with the wheel: npm run test:release"],
  [/^docs\/guides\/testing\.md/, /^(js|json|)\n/, "testing-guide.test.ts"],
  [/^docs\/guides\/emulator\.md/, /./, "emulator-guide.test.ts"],
  [/^docs\/(list-resources\/|guides\/moving-in\.md)/, /./, "Terraform 1.14 and later: test/terraform-1.15/query.test.ts"],
  [/^docs\/architecture\.md/, /^\n/, "the map of the code, not a command"],
  [/^docs\/ci\.md/, /cdktf deploy checkout/, "test/examples/checkout.test.ts deploys with cdktf"],
  [/^docs\/ci\.md/, /CDKTF_SKIP_PROVIDER_LOCK/, "test/constructs/flagsmith-provider.test.ts"],
  [/^examples\/checkout\//, /./, "test/examples/checkout.test.ts"],
  [/^examples\/construct-library\//, /./, "test/examples/construct-library.test.ts"],
  [/^examples\/four-platforms\//, /./, "test/examples/four-platforms-applied.test.ts"],
  [/^examples\/hcl-yaml\//, /./, "test/examples/hcl-yaml.test.ts"],
  [/^README\.md/, /^sh\nnpm install flagform/, "a registry: the reader installs the packed package"],
  [/^README\.md/, /npm run demo/, "in a clone of the repository: test/cli/demo.test.ts"],
  [/^README\.md/, /npm test/, "these tests themselves"],
  [/^CONTRIBUTING\.md/, /./, "in a clone of the repository, with a provider under development"],
];

const seen = new Set<string>();

/** The block of a page that contains something; from now on it counts as followed. */
export function follow(page: string, contains: RegExp): string {
  const found = blocksOf(page).find((block) => contains.test(named(block)));
  if (!found) throw new Error(`no block of ${page} contains ${String(contains)}`);
  seen.add(page + found.text);
  return found.text;
}

/** The blocks that nothing follows, and for which there is no reason. */
export function notFollowed(): string[] {
  const isListed = (block: Block) => OTHERS.some(([page, text]) => page.test(block.page) && text.test(named(block)));
  return pages()
    .flatMap(blocksOf)
    .filter((block) => !seen.has(block.page + block.text) && !isListed(block))
    .map(({ page, text }) => `${page}: ${text}`);
}

/** The reasons that excuse nothing any more. */
export function idleReasons(): string[] {
  const all = pages().flatMap(blocksOf);
  return OTHERS.filter(([page, text]) => !all.some((block) => page.test(block.page) && text.test(named(block)))).map(
    ([page, text, reason]) => `${String(page)} ${String(text)}: ${reason}`,
  );
}

function named({ language, text }: Block): string {
  return `${language}\n${text}`;
}
