import { createRequire } from "node:module";
import {
  DataResource,
  type ITerraformDependable,
  Lazy,
  type LocalExecProvisioner,
  TerraformResource,
  TerraformStack,
  Token,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { checkLiterals } from "../internal/literals/check-literals";
import { escapeTemplate } from "../internal/literals/escape-template";
import { mapKey } from "../internal/literals/map-keys";

/**
 * Something that a gate can react to: a flag, a definition or an override.
 */
export interface IRevisioned extends IConstruct {
  /**
   * A fingerprint that changes only when the configuration changes.
   */
  readonly revision: string;
}

/**
 * The Terraform resource behind a gate.
 */
export enum GateKind {
  /** `terraform_data`, which is part of Terraform. */
  TERRAFORM_DATA = "terraform_data",
  /** `null_resource`. The package `@cdktf/provider-null` must be installed, and its provider must be in the stack. */
  NULL_RESOURCE = "null_resource",
}

/**
 * Properties of a gate.
 */
export interface ReleaseGateProps {
  /**
   * The flags, definitions and overrides that the gate waits for.
   */
  readonly after: IRevisioned[];

  /**
   * A shell command that runs after them, and again when one of them changes. `${` in it is evaluated by the shell.
   *
   * @default - none
   */
  readonly command?: string;

  /**
   * Environment variables of the command, in addition to Terraform's own.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * The directory that the command runs in.
   *
   * @default - the stack's directory
   */
  readonly workingDirectory?: string;

  /**
   * Other values that make the gate run when they change.
   *
   * @default - nothing
   */
  readonly triggers?: { [name: string]: string };

  /**
   * The Terraform resource behind the gate.
   *
   * @default GateKind.TERRAFORM_DATA
   */
  readonly kind?: GateKind;
}

/**
 * Makes other resources wait for flags, and runs a command when flags change. Changes made outside Terraform do not trigger it.
 *
 * @example
 *   const gate = new ReleaseGate(this, "gate", { after: [definition], command: "./purge-cache.sh" });
 *   new Service(this, "service", { dependsOn: [gate] });
 */
export class ReleaseGate extends Construct implements ITerraformDependable {
  private readonly resource: TerraformResource;

  public constructor(scope: Construct, id: string, props: ReleaseGateProps) {
    super(scope, id);
    checkLiterals(this, "gate", props);
    if (props.after.length === 0)
      throw new Error(`${this.node.path}: a gate needs at least one construct to wait for in \`after\``);
    // Lazy: asking for a revision settles an address, and an overrideLogicalId after it would be ignored.
    const triggers = Lazy.anyValue({ produce: () => triggersOf(props) });
    const provisioners = props.command === undefined ? [] : [localExec(props.command, props)];
    const gate = props.kind === GateKind.NULL_RESOURCE ? nullResource(this) : new DataResource(this, "Default");
    gate.addOverride(props.kind === GateKind.NULL_RESOURCE ? "triggers" : "triggers_replace", triggers);
    if (provisioners.length > 0) gate.provisioners = provisioners;
    this.resource = gate;
    this.node.addValidation({ validate: () => strangers(this, props.after) });
  }

  /** What `dependsOn` of other constructs takes. */
  public get fqn(): string {
    return this.resource.fqn;
  }
}

/** By address, so that a plan shows which of them changed. */
function triggersOf({ after, triggers }: ReleaseGateProps): Record<string, string> {
  const own = Object.fromEntries(
    Object.entries(triggers ?? {}).map(([name, value]) => [mapKey(name), escapeTemplate(value)]),
  );
  const revisions = after.map((each) => [addressOf(each), each.revision] as const);
  return { ...own, ...Object.fromEntries(revisions) };
}

/** A part of a resource, such as an override of a definition, is named after it. */
function addressOf(construct: IConstruct): string {
  if (TerraformResource.isTerraformResource(construct)) {
    return `${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
  }
  const { scope, id, path } = construct.node;
  return TerraformResource.isTerraformResource(scope) ? `${addressOf(scope)}/${id}` : path;
}

function localExec(command: string, { environment, workingDirectory }: ReleaseGateProps): LocalExecProvisioner {
  return {
    type: "local-exec",
    command: escapeTemplate(command),
    ...(workingDirectory === undefined ? {} : { workingDir: escapeTemplate(workingDirectory) }),
    ...(environment === undefined
      ? {}
      : {
          environment: Object.fromEntries(
            Object.entries(environment).map(([name, value]) => [mapKey(name), escapeTemplate(value)]),
          ),
        }),
  };
}

/** The package is loaded only where it is asked for: it is deprecated, and nothing else needs it. */
function nullResource(gate: ReleaseGate): TerraformResource {
  const load = createRequire(__filename);
  let path: string;
  try {
    path = load.resolve("@cdktf/provider-null");
  } catch {
    throw new Error(
      `${gate.node.path}: GateKind.NULL_RESOURCE needs the package @cdktf/provider-null, which is not installed. Install it and add its NullProvider to the stack, or leave \`kind\` out: terraform_data does the same and needs neither`,
    );
  }
  const { resource } = load(path) as {
    readonly resource: { readonly Resource: new (scope: Construct, id: string) => TerraformResource };
  };
  return new resource.Resource(gate, "Default");
}

/** A revision of another stack would come as an output and a remote state. */
function strangers(gate: ReleaseGate, after: readonly IRevisioned[]): string[] {
  const stack = TerraformStack.of(gate);
  return after
    .filter((each) => !Token.isUnresolved(each) && TerraformStack.of(each) !== stack)
    .map((each) => `"${each.node.path}" is in another stack: put the gate there, and order the stacks with addDependency`);
}
