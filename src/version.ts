import { version } from "../package.json";

/** The version of the package, and so of the provider that it carries. */
export const VERSION: string = version;
