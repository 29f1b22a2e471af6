import type { WrittenFile } from "../folder";
import type { Adopted, Body, Inventory } from "../inventory/adopted";
import { flagGroups } from "../inventory/flag-groups";
import { addressOf, importIdFor, type Linked } from "../inventory/linked";
import type { ProviderBlock } from "../session";
import { attributeLines, quotedHcl } from "./expressions";

/** The files of a configuration, for Terraform from 1.5 and OpenTofu, one after the other. */
export function* configurationOf(
  inventory: Inventory,
  link: (adopted: Adopted) => Linked,
  provider: ProviderBlock,
  { version, credential }: { readonly version: string; readonly credential: string },
): Generator<WrittenFile> {
  const { segments } = inventory;
  yield { name: "main.tf", text: mainText(provider, version, credential) };
  if (segments.length > 0) yield { name: "segments.tf", text: resourcesText(segments.map(link)) };
  for (const { name, flags } of flagGroups(inventory)) {
    const own = flags.flatMap(({ flag, definitions, overrides }) => [flag, ...definitions, ...overrides]);
    yield { name: `${name}.tf`, text: resourcesText(own.map(link)) };
  }
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
