import type { PageAnswer, PageQuestion } from "../../page/view-model";
import { QuestionError } from "../../wire/backend";
import { serve, type Served, type Site } from "../evaluation/serve";
import type { Flag, Project } from "../store/records";
import { groupWords } from "./conditions";
import { isSplit, textOf } from "./definitions";

/** What Mixpanel serves to the person (remote evaluation), flag by flag, and why. */
export function answersIn(site: Site, question: PageQuestion): readonly PageAnswer[] {
  const project = site.store.tables.projects.get(Number(question.environment));
  if (!project) throw new QuestionError("There is no such environment.");
  const visitor = { ...personOf(question), events: [], mode: "remote", sdk: "node" } as const;
  const flags = new Map<string, Flag>();
  for (const each of site.store.flagsOf(project.id)) {
    if (each.deleted === null && !flags.has(each.fields.key)) flags.set(each.fields.key, each);
  }
  return [...flags].map(([key, flag]) => {
    const served = serve(flag, visitor, site);
    const reason = reasonOf(site, flag, project, served);
    if (served.kind === "fallback") {
      return { flag: key, isOn: null, variant: null, text: "Nothing: the application's fallback", reason };
    }
    const isOn = typeof served.value === "boolean" ? served.value : null;
    return { flag: key, isOn, value: served.value, variant: served.key, text: textOf(served), reason };
  });
}

function reasonOf({ store }: Site, { fields }: Flag, { name }: Project, served: Served): PageAnswer["reason"] {
  if (served.kind === "fallback") {
    const kind = fields.status === "archived" ? "archived" : fields.status === "disabled" ? "killed" : "fallback";
    return { kind, text: `${served.reason.charAt(0).toUpperCase()}${served.reason.slice(1)}` };
  }
  if (served.by === "test_user") return { kind: "identity override", text: "Override for this user (test user)" };
  const place = served.group ?? -1;
  const group = fields.ruleset.rollout[place];
  const words = group ? groupWords(store, group) : "everyone";
  const split = group && isSplit(fields.ruleset.variants, group) ? ", split" : "";
  if (words === "everyone") {
    return split === ""
      ? { kind: "default", text: `Default of ${name}` }
      : { kind: "split", text: `Default of ${name}${split}` };
  }
  if (words.kind === "segment") return { kind: "segment override", text: `Override for the cohort ${words.name}${split}` };
  return { kind: "rule", text: `Rollout group ${place + 1}: ${words.name}${split}` };
}

/** A trait is a property of the request and of the profile; `context.x` is a key of the context itself. */
function personOf({ identity, traits }: PageQuestion) {
  const isOfContext = (name: string): boolean => name.startsWith("context.");
  const properties = Object.fromEntries(Object.entries(traits).filter(([name]) => !isOfContext(name)));
  const own = Object.entries(traits).filter(([name]) => isOfContext(name));
  return {
    context: {
      ...Object.fromEntries(own.map(([name, value]) => [name.slice("context.".length), value])),
      distinct_id: identity,
      device_id: identity,
      custom_properties: properties,
    },
    profile: properties,
  };
}
