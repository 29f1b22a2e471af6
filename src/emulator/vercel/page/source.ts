import type { PageSource } from "../../page/source";
import type { Options } from "../options";
import type { Store } from "../store/store";
import { answersIn } from "./answers";
import { showFlag } from "./definitions";

/** Vercel Flags on the page. */
export function pageSource(store: Store, options: Options): PageSource {
  return {
    platform: "Vercel Flags",
    hints: {
      identity: "The id of the entity user (user.id).",
      traits: "Attributes of the user. Write team.plan for the attribute plan of another entity, team.",
    },
    projects: () =>
      [...store.tables.projects.values()].map(({ id, name, environments }) => {
        return { id, name, environments: environments.map((each) => ({ id: each, name: each })) };
      }),
    flags: (id) => {
      const project = store.tables.projects.get(id);
      if (!project) return [];
      return store.flagsOf(id).map((flag) => ({
        key: flag.slug,
        description: flag.description ?? "",
        show: () => showFlag(store, project, flag),
      }));
    },
    answers: (question) => answersIn(store, question),
    name: (parameter, value) => nameIn(store, parameter, value),
    credentials: () => [options.key, options.limitedKey],
  };
}

/** Objects are named in paths by their id or by their name. */
function nameIn({ tables, team }: Store, parameter: string, value: string): string | undefined {
  switch (parameter) {
    case "project":
      return `project ${tables.projects.get(value)?.name ?? value}`;
    case "flag":
      return `flag ${tables.flags.get(value)?.slug ?? value}`;
    case "segment":
      return `segment ${tables.segments.get(value)?.slug ?? value}`;
    case "team":
      return `team ${value === team.id ? team.slug : value}`;
    case "hashKey":
      return "SDK key";
    default:
      return undefined;
  }
}
