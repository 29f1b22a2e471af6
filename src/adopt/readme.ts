import type { WrittenFile } from "./folder";
import type { LeftOut } from "./inventory/adopted";

interface Facts {
  readonly platform: string;
  readonly project: string | undefined;
  readonly credential: string;
  readonly format: "typescript" | "hcl";
  readonly stack: string;
  readonly leftOut: readonly LeftOut[];
  /** What conditions take for granted of traits. */
  readonly assumed: readonly LeftOut[];
  /** Whether everything is there already, so that it is imported. */
  readonly exists: boolean;
}

/** What to do next, and what is not in the folder. */
export function readme({ platform, project, credential, format, stack, leftOut, assumed, exists }: Facts): WrittenFile {
  const where = project === undefined ? "" : ` project ${code(project)}`;
  const planned = exists ? "only imports, nothing to change" : "only creates";
  const applied = exists
    ? "takes everything into the state; nothing is written to the platform"
    : `creates everything on ${platform}`;
  const steps =
    format === "typescript"
      ? [
          "npm install",
          `export ${credential.split(" ")[0] ?? ""}=…`,
          `npx cdktf diff ${stack}     # ${planned}`,
          `npx cdktf deploy ${stack}   # ${applied}`,
        ]
      : [
          "npx flagform provider --dir terraform.d/plugins",
          `export ${credential.split(" ")[0] ?? ""}=…`,
          "terraform init",
          `terraform plan    # ${planned}`,
          `terraform apply   # ${applied}`,
        ];
  const imports = format === "typescript" ? "the lines with `importFrom`" : "the `import` blocks";
  const lines = [
    `# Feature flags of ${platform}${where}`,
    "",
    "Written by `flagform adopt`. From here on it is yours: rename, move and group what you like.",
    "",
    "```sh",
    ...steps,
    "```",
    "",
    ...(exists ? [`After the first ${format === "typescript" ? "deployment" : "apply"}, remove ${imports}.`, ""] : []),
    "What is not written here is not managed, and stays as it is: settings that have the platform's default, and the environments themselves.",
    ...listed("Left out", leftOut),
    ...listed("Assumed", assumed, "Values of another kind may match on one platform and not on the other."),
    "",
  ];
  return { name: "README.md", text: lines.join("\n") };
}

function listed(title: string, all: readonly LeftOut[], about?: string): readonly string[] {
  if (all.length === 0) return [];
  const lines = all.map(({ what, why }) => `- ${code(what)}: ${code(why)}`);
  return ["", `## ${title}`, "", ...(about === undefined ? [] : [about, ""]), ...lines];
}

/** Text of others, in which nothing is markup. */
function code(text: string): string {
  const plain = text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, " ").replace(/\p{C}/gu, "\ufffd");
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}
