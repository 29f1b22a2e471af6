import type { PageSource } from "../../page/source";
import type { PageProject } from "../../page/view-model";
import type { Options } from "../options";
import type { Project } from "../store/records";
import type { Store } from "../store/store";
import { answersIn } from "./answers";
import { showFlag } from "./definitions";

/** Flagsmith on the page. */
export function pageSource(store: Store, options: Options): PageSource {
  return {
    platform: "Flagsmith",
    hints: {
      identity: "The identity's identifier. Traits that are stored for it count too; nothing new is stored.",
      traits: "Traits as an application sends them with the identity, with a server-side key.",
    },
    projects: () => [...store.tables.projects.values()].map((each) => showProject(store, each)),
    flags: (project) =>
      store.featuresOf(Number(project)).map((feature) => ({
        key: feature.name,
        description: feature.description ?? "",
        show: () => showFlag(store, feature),
      })),
    answers: (question) => answersIn(store, question),
    name: (parameter, value) => nameIn(store, parameter, value),
    credentials: () => [
      options.key,
      options.limitedKey,
      ...[...store.tables.serverKeys.values()].map((each) => each.key),
      ...[...store.tables.environments.values()].map((each) => each.api_key),
    ],
  };
}

function showProject(store: Store, { id, name }: Project): PageProject {
  const environments = store.environmentsOf(id).map((each) => ({ id: String(each.id), name: each.name }));
  return { id: String(id), name, environments };
}

function nameIn(store: Store, parameter: string, value: string): string | undefined {
  const { tables } = store;
  const id = Number(value);
  switch (parameter) {
    case "project":
      return called("project", tables.projects.get(id)?.name);
    case "environment":
      return called("environment", (store.environmentByKey(value) ?? tables.environments.get(id))?.name);
    case "feature":
      return called("feature", tables.features.get(id)?.name);
    case "segment":
      return called("segment", tables.segments.get(id)?.name);
    case "identity":
      return called("identity", (tables.identities.get(id) ?? tables.edgeIdentities.get(value))?.identifier);
    case "organisation":
      return called("organisation", id === store.organisation.id ? store.organisation.name : undefined);
    default:
      return undefined;
  }
}

function called(what: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${what} ${name}`;
}
