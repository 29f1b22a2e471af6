import { DiagnosticError } from "../../terraform/diagnostic";
import { ArgumentError, defineFunction } from "../../terraform/function";
import { t } from "../../terraform/schema";
import { parseDefinitionId } from "../environment-definition/sets/listed-import";
import { splitImportId } from "../import/import-id";
import { partsOf, RESOURCE_TYPE } from "./import-parts";

export const parseImportIdFunction = defineFunction({
  name: "parse_import_id",
  summary: "The names in an import id",
  description:
    "Returns the names by what they name, decoded: `environment`, `flag` and so on, and `project` if there is one name more than the resource needs. An import asks the platform whether the first of too many names is a project; this function takes it for one. Which overrides the import id of a definition lists, as in `production/new-checkout?overrides=listed&segment=beta`, is left out: they are no names of the unit.",
  parameters: [RESOURCE_TYPE, { name: "id", type: t.string, description: "The import id." }],
  returns: t.map(t.string),
  call(type, id) {
    const { parts, form } = partsOf(type);
    const names = splitImportId(
      type === "flagform_environment_definition" ? unitIn(id) : id,
      parts.length,
      type !== "flagform_project",
    );
    if (!names) throw new ArgumentError(1, `"${id}" is not an import id of ${type}, which is ${form}.`);
    const named = parts.map((part, index) => [part, names.parts[index] ?? ""] as const);
    return Object.fromEntries(names.project === null ? named : [["project", names.project] as const, ...named]);
  },
});

function unitIn(id: string): string {
  try {
    return parseDefinitionId(id).unit;
  } catch (cause) {
    if (!(cause instanceof DiagnosticError)) throw cause;
    throw new ArgumentError(1, cause.diagnostics.map(({ summary, detail }) => `${summary}. ${detail}`).join(" "));
  }
}
