import type { WantedState } from "./definition";

export type WholeState = WantedState & Required<Pick<WantedState, "enabled" | "value">>;

/** Everything that the API demands is stated, and nothing must be echoed. */
export function isWhole(state: WantedState): state is WholeState {
  return state.enabled !== undefined && state.value !== undefined;
}
