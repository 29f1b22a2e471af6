import type { PageSource } from "../../page/source";
import type { Options } from "../options";
import type { Store } from "../store/store";
import { answersIn } from "./answers";
import { showFlag } from "./definitions";

/** Split on the page. */
export function pageSource(store: Store, options: Options): PageSource {
  return {
    platform: "Split",
    hints: {
      identity: "The key that an application gives to the SDK.",
      traits: `Attributes that an application gives to the SDK. Evaluated as the ${options.sdk} SDK does.`,
    },
    projects: () =>
      [...store.tables.workspaces.values()].map(({ id, name }) => {
        return { id, name, environments: store.environmentsOf(id).map((each) => ({ id: each.id, name: each.name })) };
      }),
    flags: (workspace) =>
      store.flagsOf(workspace).map((flag) => ({
        key: flag.name,
        description: flag.description ?? "",
        show: () => showFlag(store, flag),
      })),
    answers: (question) => answersIn(store, options.sdk, question),
    name: (parameter, value) => nameIn(store, parameter, value),
    credentials: () => [
      options.key,
      options.limitedKey,
      ...[...store.tables.apiKeys.values()].map((each) => each.secret).filter((each) => each !== ""),
    ],
  };
}

/** Objects are named in paths by their id or by their name. */
function nameIn({ tables }: Store, parameter: string, value: string): string | undefined {
  switch (parameter) {
    case "ws":
      return `workspace ${tables.workspaces.get(value)?.name ?? value}`;
    case "env":
      return `environment ${tables.environments.get(value)?.name ?? value}`;
    case "flag":
      return `flag ${tables.flags.get(value)?.name ?? value}`;
    case "segment":
      return `segment ${tables.segments.get(value)?.name ?? value}`;
    case "tt":
      return `traffic type ${tables.trafficTypes.get(value)?.name ?? value}`;
    case "group":
      return `group ${tables.groups.get(value)?.name ?? value}`;
    case "key":
      return `key ${[...tables.apiKeys.values()].find((each) => each.secret === value)?.name ?? value}`;
    case "request":
      return `change request ${tables.changeRequests.get(value)?.title ?? value}`;
    default:
      return undefined;
  }
}
