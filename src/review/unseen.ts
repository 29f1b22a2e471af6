import type { ProjectChange } from "./change/stack-change";
import type { Unseen } from "./document";
import { isFlagform } from "./plan/instance";
import type { PlanJson } from "./plan/plan-json";
import { hidesSecrets } from "./plan/resource-values";
import type { textIn } from "./plan/values";

/** What a review could not see, and says so. */
export function unseenOf(plan: PlanJson, changes: readonly ProjectChange[]): readonly Unseen[] {
  const found: Unseen[] = [];
  const say = (id: Unseen["id"], text: string, addresses: readonly string[] = []): void =>
    void found.push({ id, text, addresses: [...new Set(addresses)].sort() });
  if (plan.errored === true) say("errored", "The plan ended with an error: what comes after it is missing here.");
  const deferred = (plan.deferred_changes ?? []).filter(({ resource_change: each }) => isFlagform(each));
  if (deferred.length > 0) {
    const addresses = deferred.map(({ resource_change: { address } }) => address);
    say("deferred", "Terraform plans these only after this apply.", addresses);
  }
  if (plan.complete === false && plan.errored !== true)
    say(
      "incomplete",
      "The plan is only a part of what the configuration asks for, as with -target: what it leaves out is shown as it is.",
    );
  for (const { project, effects } of changes) {
    if (project.platform === undefined)
      say("platform", "The plan does not name the platform, so nothing could be evaluated. Name it with --platform.");
    const secret = effects.filter(({ before, after }) => [before, after].some((each) => hidesOwn(each)));
    if (secret.length > 0)
      say(
        "sensitive",
        "Sensitive values are not shown.",
        secret.map(({ instance }) => instance.address),
      );
  }
  return found;
}

/** A server's key is sensitive by itself, and says nothing of what is served. */
function hidesOwn(values: Parameters<typeof textIn>[0]): boolean {
  if (values === null) return false;
  const { key: _, ...rest } = values;
  return hidesSecrets(rest);
}
