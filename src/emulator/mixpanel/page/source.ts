import type { PageFlagEntry, PageSource } from "../../page/source";
import type { Options } from "../options";
import type { Flag } from "../store/records";
import type { Store } from "../store/store";
import { answersIn } from "./answers";
import { showFlag } from "./definitions";

/** The flags of the project of a key, as an evaluation picks them: live ones before deleted ones. */
type FlagsByKey = ReadonlyMap<string, ReadonlyMap<number, Flag>>;

/** Mixpanel on the page. An environment is a project there: all are one project of the page, and flags are matched by key. */
export function pageSource(store: Store, options: Options): PageSource {
  return {
    platform: "Mixpanel",
    hints: {
      identity: "The distinct id.",
      traits:
        "Sent as custom_properties, and taken as properties of the profile, which cohorts read. Write context.company_id for another key of the context.",
    },
    projects: () => {
      const environments = [...store.tables.projects.values()].map(({ id, name }) => ({ id: String(id), name }));
      return environments.length === 0 ? [] : [{ id: "all", name: "All projects", environments }];
    },
    flags: () => entries(store),
    answers: (question) => answersIn({ store, options }, question),
    name: (parameter, value) => nameIn(store, parameter, value),
    credentials: () => [
      options.secret,
      options.limitedSecret,
      ...[...store.tables.projects.values()].flatMap(({ token, secret }) => [token, secret]),
    ],
  };
}

function entries(store: Store): PageFlagEntry[] {
  const projects = [...store.tables.projects.values()];
  return [...flagsByKey(store)].map(([key, byProject]) => ({
    key,
    description: [...byProject.values()].find((each) => each.fields.description !== null)?.fields.description ?? "",
    show: () =>
      showFlag(
        store,
        key,
        projects.map(({ id }) => byProject.get(id)),
      ),
  }));
}

function flagsByKey(store: Store): FlagsByKey {
  const found = new Map<string, Map<number, Flag>>();
  for (const flag of store.tables.flags.values()) {
    if (flag.deleted !== null) continue;
    const byProject = found.get(flag.fields.key) ?? new Map<number, Flag>();
    if (!byProject.has(flag.project)) byProject.set(flag.project, flag);
    found.set(flag.fields.key, byProject);
  }
  return found;
}

function nameIn({ tables }: Store, parameter: string, value: string): string | undefined {
  switch (parameter) {
    case "project":
      return `project ${tables.projects.get(Number(value))?.name ?? value}`;
    case "workspace":
      return `data view ${tables.workspaces.get(Number(value))?.name ?? value}`;
    case "flag":
      return `flag ${tables.flags.get(value)?.fields.key ?? value}`;
    case "cohort":
      return `cohort ${tables.cohorts.get(Number(value))?.name ?? value}`;
    default:
      return undefined;
  }
}
