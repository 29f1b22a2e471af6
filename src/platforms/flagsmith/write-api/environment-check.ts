import { SingleFlight } from "../../../http/single-flight";
import { notSupported } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { EnvironmentAnswer } from "../api/answers";
import { isNotFound } from "../api/errors";
import type { FlagsmithContext } from "../run/context";
import { describeWrite, goneError } from "./write-strategy";

/**
 * Reads an environment again before the first write to it: the older APIs do not check whether changes have to go through
 * change requests, and the list that the run started with may be outdated.
 */
export class EnvironmentCheck {
  private readonly looks = new SingleFlight<EnvironmentAnswer | undefined>();

  constructor(private readonly context: FlagsmithContext) {}

  async require(unit: DefinitionUnit, versioned: boolean): Promise<void> {
    const { environment } = unit;
    const look = await this.looks.get(environment.id, () => this.look(environment.clientKey));
    if (!look) throw goneError(unit, await this.context.parents.missingParent(unit));
    if (look.minimum_change_request_approvals !== null) {
      this.context.changeRequests.refuseFlags(environment, describeWrite(unit));
    }
    if (look.use_v2_feature_versioning === versioned) return;
    throw notSupported(describeWrite(unit), {
      reason: `feature versioning was turned ${versioned ? "off" : "on"} in environment ${environment.name} meanwhile`,
      nextStep: "Run it again.",
      subject: "environment",
    });
  }

  private async look(key: string): Promise<EnvironmentAnswer | undefined> {
    try {
      return await this.context.client.environment(key);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return undefined;
    }
  }
}
