// A construct of your own: how this company releases a feature. Other teams use it, and cannot forget a rule.
import { Construct } from "constructs";
import { FeatureFlag } from "flagform";

/**
 * A boolean flag that is on in staging, and in production for a pilot segment only, until `released` is true.
 */
export class ReleaseFlag extends Construct {
  /**
   * @param {Construct} scope
   * @param {string} id
   * @param {{ key: string, description: string, owner: string, staging: object, production: object, pilot: object, released?: boolean }} props
   */
  constructor(scope, id, { key, description, owner, staging, production, pilot, released = false }) {
    super(scope, id);
    if (!/^[a-z][a-z0-9-]+$/.test(key))
      throw new Error(`The key of a release flag has lower-case letters, digits and dashes: "${key}"`);
    this.flag = new FeatureFlag(this, "flag", { key, description: `${description} (${owner})` });
    this.flag.define(staging, { enabled: true });
    this.production = this.flag.define(production, { enabled: released });
    if (!released) this.production.overrideSegment(pilot, { enabled: true });
  }
}
