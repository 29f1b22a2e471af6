import { notSupported } from "../../adapter/errors";
import type { Environment, EnvironmentSettings } from "../../port/environment";
import type { Project, Store } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import type { Places } from "../run/places";

export const MAPPED =
  "An environment is a Mixpanel project: create the project in Mixpanel, and map it in the provider's environments.";

/** Environments, as the provider block maps them. There is no API to create projects. */
export class Environments implements Store<Environment, EnvironmentSettings> {
  readonly noun = "environment";

  constructor(private readonly places: Places) {}

  list(): Promise<readonly Environment[]> {
    return Promise.resolve(this.places.environments);
  }

  /** Reads the project, so that one which is no longer visible is an error. */
  async get(_project: Project, id: string): Promise<Environment | undefined> {
    const found = this.places.environments.find((each) => each.id === id);
    if (found) await this.places.of(id);
    return found;
  }

  create(_project: Project, { name }: EnvironmentSettings): Promise<Environment> {
    return Promise.reject(unsupported(`create environment ${name}`));
  }

  update(_project: Project, id: string): Promise<Environment> {
    return Promise.reject(unsupported(`update environment ${this.places.nameOf(id)}`));
  }

  delete(_project: Project, id: string): Promise<void> {
    return Promise.reject(unsupported(`delete environment ${this.places.nameOf(id)}`));
  }
}

function unsupported(attempted: string): PlatformError {
  return notSupported(attempted, { reason: "Mixpanel's API has no environments", nextStep: MAPPED, subject: "environment" });
}
