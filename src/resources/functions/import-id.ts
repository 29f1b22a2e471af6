import { ArgumentError, defineFunction } from "../../terraform/function";
import { t } from "../../terraform/schema";
import { importIdOfParts } from "../import/import-id";
import { partsOf, RESOURCE_TYPE } from "./import-parts";

export const importIdFunction = defineFunction({
  name: "import_id",
  summary: "The import id of an existing object, from its names",
  description:
    "Returns the id that an `import` block needs, with a `/` or a `%` inside of a name encoded. The names are those that the page of the resource shows, in its order; one more, in front of them, is a project other than the provider's.",
  parameters: [RESOURCE_TYPE],
  variadic: {
    name: "names",
    type: t.string,
    description: "The names, in the order of the import id. `id:<id>` is accepted too.",
  },
  returns: t.string,
  call(type, ...names) {
    const { parts, form } = partsOf(type);
    const empty = names.indexOf("");
    if (empty >= 0) throw new ArgumentError(empty + 1, "The name is empty.");
    if (names.length === parts.length || (names.length === parts.length + 1 && type !== "flagform_project"))
      return importIdOfParts(...names);
    throw new ArgumentError(
      0,
      `The import id of ${type} is ${form}: it takes ${parts.length} names, and there are ${names.length}.`,
    );
  },
});
