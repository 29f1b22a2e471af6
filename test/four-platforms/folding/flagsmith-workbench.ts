import type { EmulatorOptions } from "../../../src/emulator/flagsmith/emulator";
import type { Named } from "../../../src/platforms/port/named";
import { serving, Workbench } from "../../platforms/flagsmith/workbench";
import { changeByHand } from "../../support/flagsmith-writes-by-hand";
import { type FoldingWorkbench, IDENTITIES, type Met, SEGMENTS, STRANGER } from "./workbench";

export const RUNGS = [
  { strategy: "__future__", server: "2.265", versioning: false },
  { strategy: "__future__", server: "2.265", versioning: true },
  { strategy: "experiments", server: "2.240", versioning: false },
  { strategy: "experiments", server: "2.240", versioning: true },
  { strategy: "versions", server: "2.200", versioning: true },
  { strategy: "legacy", server: "2.200", versioning: false },
] as const;
type Strategy = (typeof RUNGS)[number];

export async function flagsmithWorkbench({ strategy, server, versioning }: Strategy): Promise<FoldingWorkbench> {
  const options: EmulatorOptions = { server, versioning };
  const workbench = await Workbench.start(options);
  const environment = await workbench.environment("production");
  const segments: Named[] = [];
  for (const name of SEGMENTS) segments.push(await workbench.segment(name));
  const theirs = Number(segments[3]?.id);
  const key = environment.clientKey;
  const identities = `/api/v1/environments/${key}/identities/`;
  const made = async (identifier: string): Promise<number> => {
    const { id } = await workbench.api("POST", identities, { identifier, environment: Number(environment.id) });
    return id as number;
  };
  for (const each of IDENTITIES) await made(each);
  const zoe = await made(STRANGER);
  return {
    name: `Flagsmith, ${strategy}${versioning ? ", versioned" : ""}`,
    server: workbench.server,
    has: { killed: false, whenOff: false, rules: false, priorities: true },
    segments,
    open: () => workbench.platform({ writeApi: strategy }),
    unit: async (flag) => ({ project: workbench.project, environment, flag: await workbench.flag(flag, "initial") }),
    serve: (which) => serving({ kind: "string", value: which }).serve,

    async byHand({ flag }) {
      const hand = {
        api: (method: string, path: string, body?: unknown) => workbench.api(method, path, body),
        environment: { id: environment.id, key },
        flag: flag.id,
        versioned: versioning,
      };
      const segment = { id: theirs, priority: 2 };
      await changeByHand(hand, { segment, enabled: true, value: { type: "string", value: "theirs" } });
      const state = { feature: Number(flag.id), enabled: true, feature_state_value: "theirs" };
      await workbench.api("POST", `${identities}${String(zoe)}/featurestates/`, state);
    },

    async foreign({ flag }) {
      const { results } = await workbench.api(
        "GET",
        `/api/v1/features/featurestates/?environment=${environment.id}&feature=${flag.id}`,
      );
      const links = await workbench.api(
        "GET",
        `/api/v1/features/feature-segments/?environment=${environment.id}&feature=${flag.id}`,
      );
      const own = (links["results"] as { id: number; segment: number }[]).filter(({ segment }) => segment === theirs);
      const states = results as { feature_segment: number | null; enabled: boolean; feature_state_value: unknown }[];
      const overrides = states.filter(({ feature_segment: link }) => own.some(({ id }) => id === link));
      const identity = await workbench.api("GET", `${identities}${String(zoe)}/featurestates/`);
      const states2 = (identity["results"] as { feature: number; enabled: boolean; feature_state_value: unknown }[]).filter(
        ({ feature }) => String(feature) === flag.id,
      );
      const told = ({ enabled, feature_state_value }: { enabled: boolean; feature_state_value: unknown }): unknown => [
        enabled,
        feature_state_value,
      ];
      return { segment: overrides.map(told), identity: states2.map(told) };
    },

    fewest: (met) => withIdentities(definitionRequests(strategy, met), met),

    culprit: (unit, platform) =>
      platform.definitions.write(unit, [
        {
          kind: "put-segment-override",
          segment: { id: "999999", name: "ghost" },
          enabled: true,
          ...serving({ kind: "string", value: "x" }),
        },
      ]),

    stop: () => workbench.stop(),
  };
}

type Requests = number | readonly [number, number];

/** Overrides of identities are rows of their own, and so are their writes. */
function withIdentities(requests: Requests, { identities }: Met): Requests {
  return typeof requests === "number" ? requests + identities : [requests[0] + identities, requests[1] + identities];
}

/**
 * One for all where the API takes a whole flag. Else one for each row or removal; and to move an override moves others, so
 * that places take up to one more for each that stands there.
 */
function definitionRequests(strategy: Strategy["strategy"], met: Met): Requests {
  const { saysDefault, definition, puts, removals, idle, moves, standing } = met;
  const sent = puts + (definition ? 1 : 0);
  const placed = (least: number): Requests => (moves ? [Math.min(least, 1), least + standing] : least);
  switch (strategy) {
    case "__future__":
      // Sent without a look, which would be one request too: also where it turns out that nothing changes.
      return sent + removals > 0 || moves ? 1 : [0, 1];
    case "versions":
      // So is the removal of what is not there.
      return sent + removals > 0 || moves ? 1 : [0, Math.min(idle, 1)];
    case "experiments":
      return placed(removals + (saysDefault ? Math.min(sent, 1) : sent));
    case "legacy":
      return placed(sent + removals);
  }
}
