import { explainStateless } from "../flag/stateless-flag";
import type { FlagsmithConfig } from "../run/config";
import type { FlagsmithContext } from "../run/context";
import { ExperimentsStrategy } from "./experiments-strategy";
import { FutureStrategy } from "./future-strategy";
import { LegacyStrategy } from "./legacy-strategy";
import { VersionsStrategy } from "./versions-strategy";
import { WriteApi } from "./write-api";

/** The four ways to write a flag, behind the one that chooses between them. */
export function createWriteApi(context: FlagsmithContext, config: FlagsmithConfig): WriteApi {
  const strategies = {
    __future__: new FutureStrategy(context),
    experiments: new ExperimentsStrategy(context),
    versions: new VersionsStrategy(context),
    legacy: new LegacyStrategy(context),
  };
  return new WriteApi(
    strategies,
    config.writeApi,
    context.changeRequests,
    (unit, error) => explainStateless(context, unit, error),
    (name) => context.environment.log("debug", `flags are read and written through the ${name} API`),
  );
}
