import { functionSignature } from "./function-signature.mjs";
import { schemaSection } from "./schema-section.mjs";

/** All generated pages, by path, in the form of the Terraform registry. `written`: the pages that people wrote, by path and title. */
export function pages(definition, examples, written) {
  const short = (type) => type.slice(definition.name.length + 1);
  const reference = [
    ["Resources", definition.resources.map(({ type, description }) => [`resources/${short(type)}.md`, type, description])],
    [
      "Data sources",
      definition.dataSources.map(({ type, description }) => [`data-sources/${short(type)}.md`, type, description]),
    ],
    [
      "Lists, for `terraform query`",
      definition.listResources.map(({ type, description }) => [`list-resources/${short(type)}.md`, type, description]),
    ],
  ];
  const functions = definition.functions.map((each) => [`functions/${each.name}.md`, each.name, `${each.summary}.`]);
  reference.push(["Functions", functions]);
  return {
    "docs/index.md": providerPage(definition, examples.provider, allPages(written, reference)),
    ...Object.fromEntries(
      definition.resources.map((each) => [
        `docs/resources/${short(each.type)}.md`,
        resourcePage(each, examples.resource(each.type), definition.name),
      ]),
    ),
    ...Object.fromEntries(
      definition.dataSources.map((each) => [
        `docs/data-sources/${short(each.type)}.md`,
        dataSourcePage(each, examples.dataSource(each.type), definition.name),
      ]),
    ),
    ...Object.fromEntries(
      definition.listResources.map((each) => [
        `docs/list-resources/${short(each.type)}.md`,
        listResourcePage(each, definition.name),
      ]),
    ),
    ...Object.fromEntries(
      definition.functions.map((each) => [
        `docs/functions/${each.name}.md`,
        functionPage(each, examples.function(each.name), definition.name),
      ]),
    ),
  };
}

function providerPage({ name, description, attributes }, { example, notes }, all) {
  return page(`${name} Provider`, description, [
    `# ${name} Provider`,
    description,
    section("Example Usage", code(example)),
    notes,
    section("All pages", all),
    schemaSection(attributes),
    "Next: [start here](guides/start.md), or [what the words mean](guides/concepts.md).",
  ]);
}

function allPages(written, reference) {
  const guides = written.map(([file, title]) => `- [${title}](${file})`);
  const types = reference.flatMap(([kind, entries]) => [
    `\n${kind}:\n`,
    ...entries.map(([file, type, description]) => `- [${type}](${file}): ${firstSentence(description)}`),
  ]);
  return [...guides, ...types].join("\n");
}

function firstSentence(text) {
  return /^.*?[.](?= |$)/s.exec(text)?.[0] ?? text;
}

/** The foot of a page of the reference. */
const NEXT =
  "Next: [all pages](../index.md#all-pages), or the guide for your platform: [Flagsmith](../guides/flagsmith.md), " +
  "[Split / Harness FME](../guides/split.md), [Vercel](../guides/vercel.md), [Mixpanel](../guides/mixpanel.md).";

function resourcePage({ type, description, attributes }, { example, imports, notes }, provider) {
  return page(`${type} Resource - ${provider}`, description, [
    `# ${type} (Resource)`,
    description,
    section("Example Usage", code(example)),
    notes,
    schemaSection(attributes),
    section("Import", importText(type, imports, "project" in attributes)),
    NEXT,
  ]);
}

function dataSourcePage({ type, description, attributes }, { example, notes }, provider) {
  return page(`${type} Data Source - ${provider}`, description, [
    `# ${type} (Data Source)`,
    description,
    section("Example Usage", code(example)),
    notes,
    schemaSection(attributes),
    NEXT,
  ]);
}

/** All lists are used alike, so that the example needs no file of its own. */
function listResourcePage({ type, description, attributes }, provider) {
  return page(`${type} List Resource - ${provider}`, description, [
    `# ${type} (List Resource)`,
    description,
    "For `terraform query`, which Terraform has from 1.14 on. [Moving in](../guides/moving-in.md) shows the whole way.",
    section("Example Usage", code(`list "${type}" "all" {\n  provider = ${provider}\n  limit    = 1000\n}`)),
    schemaSection(attributes),
    NEXT,
  ]);
}

function functionPage(declaration, { example, notes }, provider) {
  const { name, summary, description } = declaration;
  return page(`${name} function - ${provider}`, `${summary}.`, [
    `# function: ${name}`,
    description,
    "For Terraform from 1.8 and OpenTofu from 1.7 on.",
    section("Example Usage", code(example)),
    notes,
    ...functionSignature(declaration),
    NEXT,
  ]);
}

function page(title, description, parts) {
  const front = [
    "---",
    `page_title: "${title}"`,
    'subcategory: ""',
    "description: |-",
    `  ${description.replaceAll("`", "")}`,
    "---",
  ];
  const text = parts.filter((part) => part !== undefined && part !== "").join("\n\n");
  return `${front.join("\n")}\n\n<!-- Written by npm run docs from the provider's schema and docs/examples/. -->\n\n${text}\n`;
}

function section(title, text) {
  return `## ${title}\n\n${text}`;
}

function code(text, language = "terraform") {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** `import.tf` begins with the id's form in a comment, and has one block. */
function importText(type, imports, inProject) {
  const { form } = /^# (?<form>\S.*)\n/.exec(imports)?.groups ?? {};
  const { address, id } = /to\s*=\s*(?<address>\S+)\s+id\s*=\s*"(?<id>[^"]+)"/.exec(imports)?.groups ?? {};
  if (form === undefined || address === undefined)
    throw new Error(`docs/examples/${type}/import.tf needs a first line "# <form of the id>" and an import block`);
  const rules = inProject
    ? " A `/` inside a name is written `%2F`. For another project than the provider's, put its name and a `/` before it."
    : "";
  return [
    `The id is \`${form}\`.${rules}`,
    code(imports.replace(/^# .*\n/, "")),
    "Or on the command line:",
    code(`terraform import ${address} ${/[^\w/.:-]/.test(id) ? `"${id}"` : id}`, "shell"),
  ].join("\n\n");
}
