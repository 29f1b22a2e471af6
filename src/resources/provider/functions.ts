import { bucketFunction } from "../functions/bucket";
import { importIdFunction } from "../functions/import-id";
import { parseImportIdFunction } from "../functions/parse-import-id";
import { servedFunction } from "../functions/served";

export const FUNCTIONS = [bucketFunction, importIdFunction, parseImportIdFunction, servedFunction];
