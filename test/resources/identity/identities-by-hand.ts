import type { FlagsmithWorkbench, Planted } from "../../support/flagsmith-workbench";

/** Where the identities of a project live. */
export const HOMES = [
  { identities: "core", options: { identities: "core" } },
  { identities: "edge", options: { identities: "edge" } },
] as const;
export type Home = (typeof HOMES)[number]["identities"];

/** What somebody else does with the identities of an environment, and what is there. */
export class IdentitiesByHand {
  constructor(
    private readonly workbench: FlagsmithWorkbench,
    private readonly home: Home,
    private readonly environment: Planted,
  ) {}

  get path(): string {
    return `/api/v1/environments/${this.environment.key}/${this.home === "core" ? "" : "edge-"}identities/`;
  }

  /** What overrides are put at, at the edge. */
  get upsertPath(): string {
    return `/api/v1/environments/environments/${this.environment.key}/edge-identities-featurestates`;
  }

  /** The server's id; undefined where nobody of the name is there. */
  async find(identifier: string): Promise<string | undefined> {
    const { results } = (await this.workbench.api("GET", `${this.path}?q=${encodeURIComponent(`"${identifier}"`)}`)) as {
      results?: { id?: number; identity_uuid?: string }[];
    };
    const [found] = results ?? [];
    return found && String(found.id ?? found.identity_uuid);
  }

  async make(identifier: string): Promise<string> {
    const made = await this.workbench.api("POST", this.path, { identifier });
    return String(made["id"] ?? made["identity_uuid"]);
  }

  async delete(identifier: string): Promise<void> {
    await this.workbench.api("DELETE", `${this.path}${(await this.find(identifier)) ?? ""}/`);
  }

  async put(flag: string, identifier: string, enabled: boolean, value: unknown): Promise<void> {
    const body = { feature: Number(flag), enabled, feature_state_value: value };
    if (this.home === "edge") {
      await this.workbench.api("PUT", this.upsertPath, { identifier, ...body });
      return;
    }
    const id = (await this.find(identifier)) ?? (await this.make(identifier));
    const states = `${this.path}${id}/featurestates/`;
    const { results } = (await this.workbench.api("GET", `${states}?feature=${flag}`)) as { results?: { id: number }[] };
    const [state] = results ?? [];
    await (state
      ? this.workbench.api("PUT", `${states}${String(state.id)}/`, body)
      : this.workbench.api("POST", states, body));
  }

  async remove(flag: string, identifier: string): Promise<void> {
    if (this.home === "edge") {
      await this.workbench.api("DELETE", this.upsertPath, { identifier, feature: Number(flag) });
      return;
    }
    const states = `${this.path}${(await this.find(identifier)) ?? ""}/featurestates/`;
    const { results } = (await this.workbench.api("GET", `${states}?feature=${flag}`)) as { results?: { id: number }[] };
    for (const { id } of results ?? []) await this.workbench.api("DELETE", `${states}${String(id)}/`);
  }

  /** The traits of somebody; undefined where nobody of the name is there. */
  async traits(identifier: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const id = await this.find(identifier);
    if (id === undefined) return undefined;
    const answer: unknown = await this.workbench.api(
      "GET",
      `${this.path}${id}/${this.home === "core" ? "" : "list-"}traits/`,
    );
    const rows = (Array.isArray(answer) ? answer : (answer as { results: unknown }).results) as readonly TraitRow[];
    return Object.fromEntries(rows.map((row) => [row.trait_key, valueOf(row)]));
  }

  /** As the dashboard sets one; null removes it. */
  async setTrait(identifier: string, key: string, value: string | number | boolean | null): Promise<void> {
    const trait = { trait_key: key, trait_value: value };
    const headers = { "X-Environment-Key": this.environment.key, "Content-Type": "application/json" };
    const [path, method, body] =
      this.home === "core"
        ? ["/api/v1/traits/bulk/", "PUT", [{ identity: { identifier }, ...trait }]]
        : ["/api/v1/bulk-identities", "POST", { data: [{ identifier, traits: [trait] }] }];
    const response = await fetch(this.workbench.server.url + path, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)}`);
  }

  /** Enabled and value by identifier. */
  async overrides(flag: string): Promise<Readonly<Record<string, readonly [boolean, unknown]>>> {
    const key = this.environment.key;
    const path =
      this.home === "core"
        ? `/api/v1/environments/${key}/featurestates/?anyIdentity=1&feature=${flag}`
        : `/api/v1/environments/${key}/edge-identity-overrides?feature=${flag}`;
    const { results } = (await this.workbench.api("GET", path)) as unknown as { results: readonly Row[] };
    const rows = results.map(({ identifier, identity, feature_state: state, ...row }) => {
      return [identifier ?? identity?.identifier ?? "", state ?? row] as const;
    });
    return Object.fromEntries(rows.map(([name, each]) => [name, [each.enabled ?? false, each.feature_state_value]]));
  }
}

interface State {
  readonly enabled?: boolean;
  readonly feature_state_value?: unknown;
}

interface Row extends State {
  readonly identifier?: string;
  readonly identity?: { readonly identifier: string };
  readonly feature_state?: State;
}

interface TraitRow {
  readonly trait_key: string;
  readonly trait_value?: unknown;
  readonly value_type?: string;
  readonly integer_value?: unknown;
  readonly string_value?: unknown;
  readonly boolean_value?: unknown;
  readonly float_value?: unknown;
}

function valueOf(row: TraitRow): unknown {
  if (row.value_type === undefined) return row.trait_value;
  return { int: row.integer_value, unicode: row.string_value, bool: row.boolean_value, float: row.float_value }[
    row.value_type
  ];
}
