import { getOwn } from "../../get-own";
import { ArgumentError } from "../../terraform/function";
import { t } from "../../terraform/schema";
import { IMPORT_ID_PARTS } from "../import/import-id-parts";

export const RESOURCE_TYPE = {
  name: "type",
  type: t.string,
  description: "The type of the resource, such as `flagform_environment_definition`.",
} as const;

/** What an import id of this resource is made of, and how it looks. The type is the function's first argument. */
export function partsOf(type: string): { readonly parts: readonly string[]; readonly form: string } {
  const parts: readonly string[] | undefined = getOwn<readonly string[]>(IMPORT_ID_PARTS, type);
  if (!parts) {
    const known = Object.keys(IMPORT_ID_PARTS).join(", ");
    throw new ArgumentError(0, `There is no resource "${type}" that can be imported. There are: ${known}.`);
  }
  return { parts, form: parts.map((part) => `<${part}>`).join("/") };
}
