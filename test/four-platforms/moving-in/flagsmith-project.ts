import type { FlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import type { World } from "../../emulator/flagsmith/official-worlds";

/** A Flagsmith world as somebody made it by the API, without the provider. */
export function plantFlagsmith(server: FlagsmithEmulator, name: string, world: World): void {
  const segment = (rules: readonly object[], index: number): object => ({ name: `segment-${String(index)}`, rules });
  const [project] = server.seed({
    projects: [
      {
        name,
        environments: [{ name: "production", versioning: world.versioning }, { name: "staging" }],
        segments: world.segments.map(segment),
        features: world.flags.map((_flag, index) => ({ name: `flag-${String(index)}` })),
      },
    ],
  }).projects;
  const key = project?.environments[0]?.key ?? "";
  const call = (
    method: string,
    path: string,
    body?: object,
  ): { readonly id: number; readonly results: readonly { id: number }[] } => {
    const reply = server.write(method, path, body);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${String(reply.status)} ${String(reply.body)}`);
    return JSON.parse(String(reply.body)) as { id: number; results: { id: number }[] };
  };
  const options = world.flags.map(({ variants }, index) => {
    const feature = project?.features[index]?.id ?? 0;
    return variants.map(({ value, weight }) => {
      const body = { feature, type: "unicode", string_value: value, default_percentage_allocation: weight };
      return call("POST", `/api/v1/projects/${String(project?.id)}/features/${String(feature)}/mv-options/`, body).id;
    });
  });
  for (const [index, { state }] of world.flags.entries()) {
    const overrides = world.overrides.filter(({ flag }) => flag === index);
    call("PATCH", `/api/__future__/environments/${key}/features/${String(project?.features[index]?.id)}/`, {
      environment_default: state,
      segment_overrides: overrides.map((each) => ({
        ...each.state,
        segment: { id: project?.segments[each.segment]?.id },
        priority: each.priority,
        ...(options[index]?.length && {
          variants: options[index].map((id, place) => ({ id, weight: each.weights[place] ?? 0 })),
        }),
      })),
    });
  }
  for (const person of world.people) {
    if (person.overrides.length === 0) continue;
    const path = `/api/v1/environments/${key}/identities/`;
    const { id } = call("POST", path, { identifier: person.identifier });
    for (const { flag, enabled, value, weights } of person.overrides) {
      call("POST", `${path}${String(id)}/featurestates/`, {
        ...{ feature: project?.features[flag]?.id, enabled, feature_state_value: value },
        multivariate_feature_state_values: (options[flag] ?? []).map((each, place) => ({
          multivariate_feature_option: each,
          percentage_allocation: weights[place],
        })),
      });
    }
  }
}
