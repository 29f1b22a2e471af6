import { createRequire } from "node:module";

/** The provider's name in a stack, and the beginning of its resources' types. */
export const PROVIDER_NAME = "flagform";

/**
 * With its host: OpenTofu reads an address without one as its own registry's, and would not find the package that is laid out
 * for both under the one host.
 */
export const PROVIDER_ADDRESS = "registry.terraform.io/flagform/flagform";

let version: string | undefined;

/** The release of this package: constructs and provider go together, always exactly. */
export function providerVersion(): string {
  if (version === undefined) {
    // The root, from src/constructs/internal/provider and from lib/constructs/internal/provider.
    const manifest: unknown = createRequire(__filename)("../../../../package.json");
    if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) {
      throw new Error("flagform's package.json has no version: install the package again");
    }
    version = String(manifest.version);
  }
  return version;
}
