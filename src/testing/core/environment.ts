import { BUILTIN_SOURCE, BuiltinProvider } from "../builtin";
import { connect, type Launched, type Purpose } from "../client";
import { failure } from "../failure";
import type { Provider, ProviderSchemas } from "../provider";

/** Starts one server of a provider. Called once for each provider configuration in each phase, as Terraform does. */
export type Launch = () => Promise<Launched>;

/** Where providers come from. Their schemas are fetched once. */
export class Environment {
  private readonly schemas = new Map<string, ProviderSchemas>();

  constructor(private readonly launchers: ReadonlyMap<string, Launch>) {}

  async open(source: string, purpose: Purpose): Promise<Provider> {
    if (source === BUILTIN_SOURCE) return new BuiltinProvider();
    const launch = this.launchers.get(source);
    if (!launch) {
      const known = [...this.launchers.keys()].join(", ") || "none";
      throw failure("Unknown provider", `The stack needs the provider ${source}, but the driver can launch only: ${known}.`);
    }
    const provider = await connect(await launch(), `provider["${source}"]`, purpose, this.schemas.get(source));
    this.schemas.set(source, provider.schemas);
    return provider;
  }

  /** The source behind a local name that the stack does not require by itself. */
  sourceFor(localName: string): string {
    if (localName === "terraform") return BUILTIN_SOURCE;
    const match = [...this.launchers.keys()].find((source) => source.endsWith(`/${localName}`));
    return match ?? `registry.terraform.io/hashicorp/${localName}`;
  }
}
