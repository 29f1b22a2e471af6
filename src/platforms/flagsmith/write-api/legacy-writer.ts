import { HttpError } from "../../../http/http-error";
import type { HttpAnswer } from "../../../http/request";
import type { DefinitionUnit } from "../../port/definition";
import type { WeightAnswer } from "../api/answers";
import { isNotFound } from "../api/errors";
import { toTyped } from "../api/values";
import type { FlagsmithContext } from "../run/context";
import { type Changes, isEmpty } from "../state/changes";
import type { OverrideState, WantedState } from "../state/definition";
import { inserted, moved, movesTo, type Order, withoutLink } from "../state/link-order";
import { type ShareRows, shareRowsOf, weightsBody } from "../state/variant-weights";
import { firstPerSegment, type LinkRow, readSnapshot } from "./flag-snapshot";
import { overrideBody } from "./version-body";
import { explainGone } from "./write-strategy";

/** The ids of a flag's rows in an environment without versioning. */
export interface Rows {
  readonly defaultState: number | undefined;
  readonly links: readonly LinkRow[];
  /** By the id of a state, the rows of its shares. */
  readonly shares: ReadonlyMap<number, ShareRows>;
}

/** Writes changes row by row, and tracks the links' priorities after each step. */
export class LegacyWriter {
  private links: LinkRow[];
  private readonly shares: Map<number, ShareRows>;

  constructor(
    private readonly context: FlagsmithContext,
    private readonly unit: DefinitionUnit,
    private readonly rows: Rows,
  ) {
    this.links = [...rows.links];
    this.shares = new Map(rows.shares);
  }

  async write({ default: byDefault, updates, creates, removals, places }: Changes): Promise<Rows> {
    const moves = places ? [...places.to.keys()].filter((id) => places.from.get(id) !== places.to.get(id)) : [];
    const surplus = this.duplicatesOf([...updates.keys(), ...moves]);
    for (const override of [...creates].sort((one, other) => one.priority - other.priority)) await this.create(override);
    for (const [segmentId, update] of updates) {
      const link = this.counting(segmentId);
      if (typeof link?.state === "number") await this.update(link.state, update, link.link);
    }
    const { defaultState } = this.rows;
    if (defaultState !== undefined && !isEmpty(byDefault)) await this.update(defaultState, byDefault, null);
    const doomed = [...this.links.filter(({ segmentId }) => removals.includes(segmentId)), ...surplus];
    let areCounted = true;
    for (const { link } of doomed) areCounted = (await this.remove(link)) && areCounted;
    if (!areCounted && this.links.length > 0) await this.recount();
    if (places) await this.movePriorities(places.to);
    return { defaultState, links: this.links, shares: this.shares };
  }

  /** Overrides with a stated priority move; the server shifts the others. */
  private async movePriorities(places: Order<string>): Promise<void> {
    const to = new Map<number, number>();
    for (const [segmentId, place] of places) {
      const link = this.counting(segmentId);
      if (link) to.set(link.link, place);
    }
    for (const [link, priority] of movesTo(this.order(), to)) {
      await this.sent(() => this.context.client.moveFeatureSegment(link, priority));
      this.reorder(moved(this.order(), link, priority));
    }
  }

  /** At its priority if that is free or becomes free; otherwise last, and moved later. A link without a state gets one. */
  private async create(override: OverrideState): Promise<void> {
    const { segmentId, priority } = override;
    const lacking = this.links.find((link) => link.segmentId === segmentId && link.state === undefined);
    if (lacking) return this.complete(lacking, override);
    const order = this.order();
    const at = inserted(order, NEW, priority);
    const fits = new Set(at.values()).size === at.size;
    const { client } = this.context;
    const { environment, flag } = this.unit;
    const body = {
      feature_segment: { segment: Number(segmentId), ...(fits ? { priority } : {}) },
      ...overrideBody(override),
    };
    const made = await this.sent(async () => {
      try {
        return await client.createSegmentOverride(environment.clientKey, flag.id, body, () => this.landed(override));
      } catch (error) {
        await this.removeOrphan(segmentId, error);
        throw error;
      }
    });
    const { id: link, priority: place } = made.feature_segment;
    if (fits && place === priority) this.reorder(at);
    this.links.push({ link, segmentId, priority: place, state: made.id });
    this.note(made);
  }

  private async complete({ link, segmentId }: LinkRow, override: OverrideState): Promise<void> {
    const { client } = this.context;
    const body = { ...this.ids(), feature_segment: link, ...overrideBody(override) };
    const made = await this.sent(() =>
      client.createFeatureState(body, async () => {
        const found = (await readSnapshot(this.context, this.unit))?.links.find((each) => each.link === link);
        return found?.state === undefined ? undefined : { status: 201, body: { id: found.state } };
      }),
    );
    this.note(made);
    this.links = this.links.map((each) => (each.link === link ? { ...each, segmentId, state: made.id } : each));
  }

  /** Whether a create without an answer was done, completely or in part. */
  private async landed(override: OverrideState): Promise<HttpAnswer | undefined> {
    const { segmentId } = override;
    const look = await readSnapshot(this.context, this.unit, { links: true });
    const found = look?.links.find((each) => each.segmentId === segmentId);
    if (!found) return undefined;
    const link = { id: found.link, segment: Number(segmentId), priority: found.priority };
    if (found.state !== undefined) return { status: 201, body: { id: found.state, feature_segment: link } };
    const body = { ...this.ids(), feature_segment: found.link, ...overrideBody(override) };
    const { id } = await this.context.client.createFeatureState(body, () => Promise.resolve(undefined));
    return { status: 201, body: { id, feature_segment: link } };
  }

  /** After a failed create there may be a link without a state: it must not count as an override. */
  private async removeOrphan(segmentId: string, error: unknown): Promise<void> {
    if (!(error instanceof HttpError) || error.kind === "cancelled" || error.kind === "unreachable") return;
    const { client, environment: surroundings } = this.context;
    const { environment, flag } = this.unit;
    try {
      const listed = await client.featureSegments(environment.id, flag.id);
      const links = listed.filter(({ segment }) => String(segment) === segmentId);
      if (links.length === 0) return;
      const states = await client.featureStates(environment.id, flag.id);
      const orphans = links.filter(({ id }) => !states.some((state) => state.feature_segment === id));
      for (const { id } of orphans) await client.deleteFeatureSegment(id);
    } catch (failure) {
      if (!(failure instanceof HttpError)) throw failure;
      // The first error is the one to report; the next write finds the link and gives it a state.
      surroundings.log("info", `what a failed create left behind could not be read: ${failure.message}`);
    }
  }

  private async update(state: number, update: WantedState, link: number | null): Promise<void> {
    const body = {
      ...this.ids(),
      ...(link === null ? {} : { feature_segment: link }),
      ...(update.enabled === undefined ? {} : { enabled: update.enabled }),
      ...(update.value === undefined ? {} : { feature_state_value: toTyped(update.value) }),
      ...(update.variants && {
        multivariate_feature_state_values: weightsBody(update.variants, this.shares.get(state)),
      }),
    };
    this.note(await this.sent(() => this.context.client.updateFeatureState(state, body)));
  }

  private note(state: { readonly id: number; readonly multivariate_feature_state_values: readonly WeightAnswer[] }): void {
    this.shares.set(state.id, shareRowsOf(state.multivariate_feature_state_values));
  }

  /** False if it was already gone: with its segment, which leaves a gap, or by a removal, which does not. */
  private async remove(link: number): Promise<boolean> {
    const remove = async (): Promise<boolean> => {
      try {
        await this.context.client.deleteFeatureSegment(link);
        return true;
      } catch (error) {
        if (!isNotFound(error)) throw await this.explained(error);
        return false;
      }
    };
    const isRemoved = await remove();
    this.reorder(withoutLink(this.order(), link));
    this.links = this.links.filter((each) => each.link !== link);
    return isRemoved;
  }

  private async recount(): Promise<void> {
    const { client } = this.context;
    const { environment, flag } = this.unit;
    const listed = await this.sent(() => client.featureSegments(environment.id, flag.id));
    this.reorder(new Map(listed.map(({ id, priority }) => [id, priority])));
  }

  private ids(): object {
    return { feature: Number(this.unit.flag.id), environment: Number(this.unit.environment.id) };
  }

  private async sent<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw await this.explained(error);
    }
  }

  private async explained(error: unknown): Promise<unknown> {
    const mayBeGone = error instanceof HttpError && (error.status === 403 || error.status === 404 || error.status === 500);
    return mayBeGone ? explainGone(error, this.unit, this.context.parents) : error;
  }

  /** If a segment has several links, the first counts. */
  private counting(segmentId: string): LinkRow | undefined {
    const own = this.links.filter((link) => link.segmentId === segmentId && link.state !== undefined);
    return firstPerSegment(own)[0];
  }

  /** Links that do not count, of segments to be written: a move could make them count again. */
  private duplicatesOf(segments: readonly string[]): readonly LinkRow[] {
    return this.links.filter((link) => {
      const counting = this.counting(link.segmentId);
      return segments.includes(link.segmentId) && counting !== undefined && link !== counting;
    });
  }

  private order(): Order<number> {
    return new Map(this.links.map(({ link, priority }) => [link, priority]));
  }

  private reorder(order: Order<number>): void {
    this.links = this.links.map((each) => ({ ...each, priority: order.get(each.link) ?? each.priority }));
  }
}

/** The id of the link that is about to be created. */
const NEW = -1;
