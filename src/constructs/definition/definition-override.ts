import { createHash } from "node:crypto";
import { type ITerraformDependable, Lazy, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { identityHash } from "../internal/address";
import { hasToken } from "../internal/literals/attributes";
import { jsonMeaning } from "../internal/literals/json-meaning";
import { overrideAttributes, type OverrideEntry } from "./override-set";
import type { IRevisioned } from "./release-gate";

/**
 * An override that is a part of its definition: what `definition.overrideSegment(…)` and `definition.overrideIdentity(…)` return. It is
 * no resource of its own. What depends on it depends on the definition.
 */
export class DefinitionOverride extends Construct implements IRevisioned, ITerraformDependable {
  /** @internal */
  public static _of(definition: TerraformResource, entry: OverrideEntry, id: string): DefinitionOverride {
    return new DefinitionOverride(definition, id, entry);
  }

  private constructor(
    private readonly definition: TerraformResource,
    id: string,
    private readonly entry: OverrideEntry,
  ) {
    super(definition, freeId(definition, id));
  }

  /** The address of the definition. With it, `dependsOn` of other constructs takes this override. */
  public get fqn(): string {
    return this.definition.fqn;
  }

  /**
   * A fingerprint of this override. It changes only when the configuration of the override changes. If a part of the override is only known
   * to Terraform (a variable, an attribute of another resource), it is the fingerprint of the whole definition.
   */
  public get revision(): string {
    // Lazy: asking for an attribute settles the definition's address, and an overrideLogicalId after it would be ignored.
    return Lazy.stringValue({ produce: () => this.fingerprint() });
  }

  private fingerprint(): string {
    const { segmentId: _, ...entry } = this.entry;
    const content = { kind: entry.kind, name: entry.name, ...overrideAttributes(entry) };
    if (hasToken(content) || this.definition.forEach !== undefined) return this.definition.getStringAttribute("revision");
    const hash = createHash("sha256")
      .update(jsonMeaning(JSON.stringify(content)))
      .digest("hex");
    return `${this.definition.getStringAttribute("id")}#${hash}`;
  }
}

/** The construct's id: it is a part of no address, but of the triggers of gates. It shows no identity. */
export function overrideId(kind: OverrideEntry["kind"], key: string | undefined): string {
  if (key === undefined) return kind;
  return `${kind}-${kind === "identity" ? identityHash(key) : key}`;
}

/** Two names that are tokens can have one id. */
function freeId(scope: Construct, id: string, turn = 1): string {
  const candidate = turn === 1 ? id : `${id}-${String(turn)}`;
  return scope.node.tryFindChild(candidate) === undefined ? candidate : freeId(scope, id, turn + 1);
}
