import type { Options } from "../../options";
import type { ChangeRequest, Environment } from "../../store/records";
import type { Store } from "../../store/store";
import { invalid } from "../../wire/api-error";
import { setRules } from "../segments/rule-based-segments";
import { addKeys, removeKeys } from "../segments/segment-keys";
import { checkContent } from "./definition-check";
import { addDefinition, removeDefinition, setContent } from "./definition-rows";

/** Applies the approved change. Members of a large segment wait for their upload. */
export function publish(store: Store, options: Options, given: ChangeRequest): void {
  const environment = store.tables.environments.get(given.environment);
  if (!environment) throw invalid("The environment is gone");
  const { change } = given;
  switch (change.kind) {
    case "split":
      publishSplit(store, options, given, environment, change.flag);
      break;
    case "segment": {
      const membership = store.membership(change.segment, environment.id);
      if (!membership) throw invalid("The segment is gone");
      if (given.operationType === "CREATE") addKeys(store, membership, change.keys, false);
      else removeKeys(store, membership, change.keys);
      break;
    }
    case "ruleBasedSegment": {
      const segment = store.tables.segments.get(change.segment);
      const membership = store.membership(change.segment, environment.id);
      if (!segment || !membership || !change.definition) throw invalid("The segment is gone");
      setRules(store, segment, environment, membership, change.definition);
      break;
    }
    case "largeSegment": {
      const membership = store.membership(change.segment, environment.id);
      if (!membership) throw invalid("The segment is gone");
      if (given.operationType === "ARCHIVE") membership.keys = [];
      else if (change.keys) membership.keys = change.keys;
      else return;
      membership.lastUpdateTime = store.tick();
      break;
    }
  }
  given.status = "PUBLISHED";
}

function publishSplit(store: Store, options: Options, given: ChangeRequest, environment: Environment, id: string): void {
  const flag = store.tables.flags.get(id);
  const definition = store.definition(id, environment.id);
  const content = given.change.kind === "split" ? given.change.content : undefined;
  if (!flag) throw invalid("The feature flag is gone");
  if (content) {
    checkContent(store, options, flag, environment, content);
    if (definition) setContent(store, definition, content);
    else addDefinition(store, flag, environment, content);
  } else if (definition) {
    if (given.operationType === "ARCHIVE") removeDefinition(store, definition);
    else setContent(store, definition, { ...definition.content, killed: given.operationType === "KILL" });
  }
  if (given.rolloutStatus !== undefined && given.rolloutStatus !== flag.rolloutStatus) {
    flag.rolloutStatus = given.rolloutStatus;
    flag.rolloutStatusTimestamp = store.tick();
  }
}
