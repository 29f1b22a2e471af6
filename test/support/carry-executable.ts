import { useProviderPackage } from "../../src/constructs/internal/provider/carry-provider";
import { builtProvider } from "./built-provider";

/** Stacks that tests synthesize carry what is tested: see jest.config.js. */
useProviderPackage(builtProvider());
