import * as z from "zod/mini";
import { flagAnswer } from "../../src/platforms/mixpanel/api/answers";
import { documentOf } from "../../src/platforms/mixpanel/flag/document";
import type { PlatformName, PlatformWorkbench, WorkbenchOptions } from "../support/platform-workbench";

/** Somebody who works on the same flags in the platform's own console, in the middle of a run too. */
export interface Bystander {
  /** What they have beside the flag of the stack. */
  settle(): void;
  /** Turns the stack's flag on for somebody of theirs in both environments; false where there is nothing yet to be changed. */
  addTo(flag: string, person: Person): boolean;
  /** All that is on the platform, ids and times left out. */
  everything(): unknown;
}

export const PEOPLE = ["neighbour", "stranger"] as const;
export type Person = (typeof PEOPLE)[number];

/** Straight into the emulator: no request of theirs is counted, refused or struck by a fault. */
class Hand {
  constructor(private readonly workbench: PlatformWorkbench) {}

  /** Undefined where it is not there. */
  look<T>(path: string): T | undefined {
    const { status, body } = this.workbench.server.write("GET", path);
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`GET ${path}: ${String(status)} ${body}`);
    return JSON.parse(body) as T;
  }

  all<T>(path: string): T {
    const found = this.look<T>(path);
    if (found === undefined) throw new Error(`there is no ${path}`);
    return found;
  }

  /** Of all requests so far. */
  paths(): string[] {
    return this.workbench.server.requests().map(({ path }) => path);
  }

  do(method: string, path: string, body: unknown): void {
    const reply = this.workbench.server.write(method, path, body);
    if (reply.status >= 400) throw new Error(`${method} ${path}: ${String(reply.status)} ${reply.body}`);
  }
}

export function bystanderOf(workbench: PlatformWorkbench): Bystander {
  return BYSTANDERS[workbench.name](new Hand(workbench), workbench.options);
}

const BYSTANDERS: Readonly<Record<PlatformName, (hand: Hand, options: WorkbenchOptions) => Bystander>> = {
  flagsmith,
  split,
  vercel,
  mixpanel,
};

const KEYS = ["production-key", "preview-key"];

interface Found {
  readonly id: string;
  readonly name: string;
}

function flagsmith(hand: Hand, { flagsmith: own }: WorkbenchOptions): Bystander {
  const segments = new Map<string, number>();
  const project = (): string => `/api/v1/projects/${String(hand.all<Found[]>("/api/v1/projects/")[0]?.id)}`;
  return {
    settle() {
      const id = Number(project().split("/").at(-1));
      for (const name of PEOPLE) {
        const rules = [{ type: "ALL", rules: [], conditions: [{ operator: "EQUAL", property: "plan", value: name }] }];
        hand.do("POST", `${project()}/segments/`, { name, project: id, rules });
      }
      const { results } = hand.all<{ results: { id: number; name: string }[] }>(`${project()}/segments/`);
      for (const each of results) segments.set(each.name, each.id);
    },
    addTo(name, person) {
      const { results } = hand.all<{ results: Found[] }>(`${project()}/features/`);
      const flag = results.find((each) => each.name === name);
      if (!flag) return false;
      const segment = { id: segments.get(person) };
      const value = { type: "string", value: person };
      const row = {
        feature_segment: { segment: segment.id },
        enabled: true,
        feature_state_value: { type: "unicode", string_value: person },
      };
      for (const key of KEYS) {
        if (own?.server !== "2.200") {
          const path = `/api/experiments/environments/${key}/update-flag-v1/`;
          hand.do("POST", path, { feature: { name }, segment, enabled: true, value });
        } else if (own.versioning === true) {
          const id = hand.all<Found>(`/api/v1/environments/${key}/`).id;
          const path = `/api/v1/environments/${id}/features/${flag.id}/versions/`;
          hand.do("POST", path, { feature_states_to_create: [row], publish_immediately: true });
        } else {
          hand.do("POST", `/api/v1/environments/${key}/features/${flag.id}/create-segment-override/`, row);
        }
      }
      return true;
    },
    everything: () =>
      withoutIdsAndTimes([
        hand.all(`${project()}/features/`),
        hand.all(`${project()}/segments/`),
        ...KEYS.map((key) => [
          hand.all(`/api/v1/environments/${key}/document/`),
          hand.all(`/api/v1/environments/${key}/identities/`),
        ]),
      ]),
  };
}

function split(hand: Hand): Bystander {
  const api = "/internal/api/v2";
  const [workspace] = hand.all<{ objects: Found[] }>(`${api}/workspaces`).objects;
  const ws = workspace?.id ?? "";
  const environments = hand.all<Found[]>(`${api}/environments/ws/${ws}`);
  const both = environments.filter(({ name }) => name === "production" || name === "preview");
  return {
    settle: () => undefined,
    addTo(flag, person) {
      const paths = both.map(({ id }) => `${api}/splits/ws/${ws}/${flag}/environments/${id}`);
      const found = paths.flatMap((path) => {
        const definition = hand.look<{ rules?: unknown[] }>(path);
        return definition ? [{ path, isFirst: (definition.rules ?? []).length === 0 }] : [];
      });
      if (found.length < both.length) return false;
      const matcher = { type: "IN_LIST_STRING", attribute: "who", strings: [person] };
      const rule = { buckets: [{ treatment: "on", size: 100 }], condition: { combiner: "AND", matchers: [matcher] } };
      for (const { path, isFirst } of found) {
        hand.do("PATCH", path, [
          isFirst ? { op: "add", path: "/rules", value: [rule] } : { op: "add", path: "/rules/-", value: rule },
        ]);
      }
      return true;
    },
    everything: () =>
      withoutIdsAndTimes([
        hand.all(`${api}/splits/ws/${ws}`),
        hand.all(`${api}/segments/ws/${ws}`),
        ...environments.map(({ id }) => hand.all(`${api}/splits/ws/${ws}/environments/${id}`)),
      ]),
  };
}

interface VercelFlag {
  readonly state: "active" | "archived";
  readonly environments: Readonly<Record<string, { readonly targets: Readonly<Record<string, object>> }>>;
}

function vercel(hand: Hand): Bystander {
  const flags = "/v1/projects/Shop/feature-flags";
  return {
    settle: () => undefined,
    addTo(flag, person) {
      const found = hand.look<VercelFlag>(`${flags}/flags/${flag}`);
      // Nobody can change what is archived, as it is just before it is deleted.
      if (!found || found.state === "archived") return false;
      const changed = ["production", "preview"].map((name) => {
        const { targets, ...rest } = found.environments[name] as { revision?: number; targets: Record<string, object> };
        const on = targets["on"] as { user?: { id: { value: string }[] } } | undefined;
        const people = [...(on?.user?.id ?? []), { value: person }];
        delete rest.revision;
        return [name, { ...rest, targets: { ...targets, on: { user: { id: people } } } }] as const;
      });
      hand.do("PATCH", `${flags}/flags/${flag}`, { environments: Object.fromEntries(changed) });
      return true;
    },
    everything: () =>
      withoutIdsAndTimes([
        hand.all(`${flags}/flags?state=active`),
        hand.all(`${flags}/flags?state=archived`),
        hand.all(`${flags}/segments`),
      ]),
  };
}

const mixpanelList = z.object({ results: z.array(flagAnswer) });

function mixpanel(hand: Hand): Bystander {
  /** The projects that the provider looked into: production, then preview. */
  const places = (): string[] => {
    const seen = hand.paths().flatMap((path) => /^.*\/workspaces\/\d+/.exec(path)?.[0] ?? []);
    return [...new Set(seen)].sort();
  };
  return {
    settle: () => undefined,
    addTo(key, person) {
      const found = places().flatMap((place) => {
        const { results } = mixpanelList.parse(hand.all(`${place}/feature-flags`));
        const flag = results.find((each) => each.key === key && each.deleted === null);
        return flag ? [{ flag, path: `${place}/feature-flags/${flag.id}` }] : [];
      });
      if (found.length < 2) return false;
      for (const { flag, path } of found) {
        const { ruleset, ...document } = documentOf(flag);
        const test = { ...ruleset.test, users: { ...ruleset.test?.users, [person]: "On" } };
        hand.do("PUT", path, { ...document, ruleset: { ...ruleset, test } });
      }
      return true;
    },
    everything: () =>
      withoutIdsAndTimes(
        places().flatMap((place) =>
          ["feature-flags?include_archived=true", "cohorts"].map((each) => hand.all(`${place}/${each}`)),
        ),
      ),
  };
}

/** What a second life of the same thing has anew. */
const OWN_TO_EACH =
  /^(id|uuid|django_id|.*_?uuid|identity_uuid|.*_at|.*At|.*[dD]ate|.*Time|.*Timestamp|created|modified|updated|createdBy|updatedBy|revision|seed|hash_salt|etag|enabled_at|last_modified.*|feature|environment|segment|feature_segment_id|projectId|ownerId|project_id|workspace_id|creator_.*|last_edited|orgId|organizationId|cohort_hash)$/;

/** Vercel's ids say what they are of. */
const ID_OF_VERCEL = /^(seg|flag|prj|team|rule)_[A-Za-z0-9]{8,}$/;

function withoutIdsAndTimes(value: unknown): unknown {
  if (typeof value === "string") return value.replace(ID_OF_VERCEL, "$1");
  if (Array.isArray(value)) return value.map(withoutIdsAndTimes);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, each]) => key !== "usedByFlags" && (!OWN_TO_EACH.test(key) || isObject(each)),
  );
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutIdsAndTimes(each)]));
}

/** Vercel lists people under "id". */
function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** The same whatever the order of lists and overrides: for runs in which it is chance who came first. */
export function inAnyOrder(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(inAnyOrder).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  const ordered = Object.entries(value).filter(([key]) => key !== "priority");
  return Object.fromEntries(ordered.map(([key, each]) => [key, inAnyOrder(each)]));
}
