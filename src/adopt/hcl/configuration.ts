import type { WrittenFile } from "../folder";
import { type Body, DEFINITION, FLAG, IDENTITY_OVERRIDE, SEGMENT, SEGMENT_OVERRIDE } from "../inventory/adopted";
import { addressOf, importIdFor, type Linked } from "../inventory/linked";
import type { ProviderBlock } from "../session";
import { attributeLines, quotedHcl } from "./expressions";

const FLAGS_PER_FILE = 100;

/** The files of a configuration, for Terraform from 1.5 and OpenTofu. */
export function configurationOf(
  resources: readonly Linked[],
  provider: ProviderBlock,
  { version, credential }: { readonly version: string; readonly credential: string },
): readonly WrittenFile[] {
  const segments = resources.filter(({ adopted: { type } }) => type === SEGMENT);
  const flags = resources.filter(({ adopted: { type } }) => type === FLAG);
  const others = new Map<string, Linked[]>();
  for (const each of resources) {
    const { type, ids } = each.adopted;
    if (type !== DEFINITION && type !== SEGMENT_OVERRIDE && type !== IDENTITY_OVERRIDE) continue;
    const id = ids["flag_id"] ?? "";
    others.set(id, [...(others.get(id) ?? []), each]);
  }
  const files = Math.ceil(flags.length / FLAGS_PER_FILE);
  const ofFlags = Array.from({ length: files }, (_, index) => {
    const number = files === 1 ? "" : `-${String(index + 1).padStart(String(files).length, "0")}`;
    const own = flags.slice(index * FLAGS_PER_FILE, (index + 1) * FLAGS_PER_FILE);
    const whole = own.flatMap((flag) => [flag, ...(others.get(flag.adopted.ids["flag_id"] ?? "") ?? [])]);
    return { name: `flags${number}.tf`, text: resourcesText(whole) };
  });
  return [
    { name: "main.tf", text: mainText(provider, version, credential) },
    ...(segments.length > 0 ? [{ name: "segments.tf", text: resourcesText(segments) }] : []),
    ...ofFlags,
  ];
}

function mainText(provider: ProviderBlock, version: string, credential: string): string {
  return [
    "terraform {",
    '  required_version = ">= 1.5"',
    "",
    "  required_providers {",
    "    flagform = {",
    '      source  = "flagform/flagform"',
    `      version = ${quotedHcl(version)}`,
    "    }",
    "  }",
    "}",
    "",
    ...commentLines(`The credential is read from ${credential} where Terraform runs.`),
    'provider "flagform" {',
    ...attributeLines(provider, "  "),
    "}",
    "",
  ].join("\n");
}

function resourcesText(resources: readonly Linked[]): string {
  const blocks = resources.map((each) => {
    const { adopted, name, body } = each;
    return [
      ...adopted.notes.flatMap(commentLines),
      `resource "${adopted.type}" "${name}" {`,
      ...attributeLines(body as Body, "  "),
      "}",
      "",
      ...(adopted.exists
        ? ["import {", `  to = ${addressOf(each)}`, `  id = ${quotedHcl(importIdFor(each))}`, "}", ""]
        : []),
    ].join("\n");
  });
  return blocks.join("\n");
}

/** What others wrote cannot end a comment. */
function commentLines(text: string): readonly string[] {
  return [`# ${text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, " ").replace(/\p{C}/gu, "\ufffd")}`];
}
