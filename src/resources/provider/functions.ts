import { importIdFunction } from "../functions/import-id";
import { parseImportIdFunction } from "../functions/parse-import-id";

export const FUNCTIONS = [importIdFunction, parseImportIdFunction];
