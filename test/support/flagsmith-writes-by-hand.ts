/** What somebody does to a flag on a server that has nothing but states, links and versions. */
export interface ByHand {
  readonly api: (method: string, path: string, body?: unknown) => Promise<Readonly<Record<string, unknown>>>;
  readonly environment: { readonly id: string; readonly key: string };
  readonly flag: string;
  readonly versioned: boolean;
}

/** As `update-flag-v1` takes it. */
export interface ChangeByHand {
  readonly segment?: { readonly id: number; readonly priority?: number };
  readonly enabled: boolean;
  readonly value: { readonly type: string; readonly value: string };
}

export async function changeByHand(hand: ByHand, { segment, enabled, value }: ChangeByHand): Promise<void> {
  const { api, environment, flag } = hand;
  const state = { enabled, feature_state_value: typed(value) };
  const link = segment && (await linkOf(hand, segment.id));
  if (hand.versioned) {
    const changed = [{ ...state, feature_segment: segment ? { ...priorityOf(segment), segment: segment.id } : null }];
    const isNew = segment && !link;
    await publish(hand, isNew ? { feature_states_to_create: changed } : { feature_states_to_update: changed });
    return;
  }
  if (segment && !link) {
    const path = `/api/v1/environments/${environment.key}/features/${flag}/create-segment-override/`;
    await api("POST", path, { ...state, feature_segment: { ...priorityOf(segment), segment: segment.id } });
    return;
  }
  const query = `environment=${environment.id}&feature=${flag}`;
  const { results } = await api("GET", `/api/v1/features/featurestates/?${query}`);
  const row = (results as { id: number; feature_segment: number | null }[]).find(
    (each) => each.feature_segment === (link?.id ?? null),
  );
  const ids = { feature: Number(flag), environment: Number(environment.id) };
  await api("PUT", `/api/v1/features/featurestates/${String(row?.id)}/`, { ...ids, ...state });
  if (link && segment.priority !== undefined) {
    await api("POST", "/api/v1/features/feature-segments/update-priorities/", [{ id: link.id, priority: segment.priority }]);
  }
}

export async function removeByHand(hand: ByHand, segment: number): Promise<void> {
  if (hand.versioned) return publish(hand, { segment_ids_to_delete_overrides: [segment] });
  const link = await linkOf(hand, segment);
  await hand.api("DELETE", `/api/v1/features/feature-segments/${String(link?.id)}/`);
}

async function publish({ api, environment, flag }: ByHand, changes: object): Promise<void> {
  const path = `/api/v1/environments/${environment.id}/features/${flag}/versions/`;
  await api("POST", path, { publish_immediately: true, ...changes });
}

async function linkOf({ api, environment, flag }: ByHand, segment: number): Promise<{ readonly id: number } | undefined> {
  const query = `environment=${environment.id}&feature=${flag}`;
  const { results } = await api("GET", `/api/v1/features/feature-segments/?${query}`);
  return (results as { id: number; segment: number }[]).find((each) => each.segment === segment);
}

function priorityOf({ priority }: { readonly priority?: number }): object {
  return priority === undefined ? {} : { priority };
}

/** How a changed state is said where there is nothing but states and versions. */
export function changedState({ enabled, value }: Partial<Pick<ChangeByHand, "enabled" | "value">>): object {
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(value === undefined ? {} : { feature_state_value: typed(value) }),
  };
}

function typed({ type, value }: ChangeByHand["value"]): object {
  if (type === "integer") return { type: "int", integer_value: Number(value) };
  if (type === "boolean") return { type: "bool", boolean_value: value === "true" };
  return { type: "unicode", string_value: value };
}
