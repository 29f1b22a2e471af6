import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Annotations, type IStackSynthesizer, type ISynthesisSession, TerraformProvider, TerraformStack } from "cdktf";
import type { IValidation } from "constructs";
import { findExecutables, layOutExecutable } from "../../layout/executables";
import {
  exactVersion,
  fullAddress,
  LOCK_FILE,
  type LockedProvider,
  lockEntries,
  lockFileWith,
} from "../../layout/lock-file";
import { layOutProvider, PLATFORMS, type ProviderPackage } from "../../layout/provider-package";
import { PROVIDER_ADDRESS, providerVersion } from "./provider-address";

const carrying = new WeakMap<TerraformStack, CarryingSynthesizer>();
let packageDirectory = resolve(__dirname, "../../../../lib/provider");

/** For tests: another package than the one that was built. Returns the one before. */
export function useProviderPackage(directory: string): string {
  const before = packageDirectory;
  packageDirectory = directory;
  return before;
}

/**
 * Makes the stack bring the provider along, in its own directory, whenever it is synthesized: the JavaScript provider, and in its place the
 * executables that are in a folder, for the platforms that they are for.
 */
export function carryProvider(stack: TerraformStack, executables?: string): void {
  let synthesizer = carrying.get(stack);
  if (synthesizer === undefined) {
    synthesizer = new CarryingSynthesizer(stack, stack.synthesizer);
    carrying.set(stack, synthesizer);
    stack.synthesizer = synthesizer;
    stack.node.addValidation(synthesizer);
  }
  if (executables !== undefined) synthesizer.executables.add(executables);
}

class CarryingSynthesizer implements IStackSynthesizer, IValidation {
  /** The folders that providers of the stack name. */
  public readonly executables = new Set<string>();
  private readonly warned = new Set<string>();

  public constructor(
    private readonly stack: TerraformStack,
    private readonly inner: IStackSynthesizer,
  ) {}

  public synthesize(session: ISynthesisSession): void {
    const directory = join(session.outdir, session.manifest.forStack(this.stack).workingDirectory);
    const others = otherProviders(this.stack);
    // Before the stack's annotations are collected, which the inner synthesizer does.
    this.warnOfRanges(others, lockEntries(readIfThere(join(directory, LOCK_FILE)) ?? ""));
    this.inner.synthesize(session);
    const provider: ProviderPackage = { address: PROVIDER_ADDRESS, version: providerVersion(), directory: packageDirectory };
    const hashes = this.layOut(provider, join(directory, "terraform.d", "plugins"));
    lock(join(directory, LOCK_FILE), [{ ...provider, hashes }, ...others.flatMap(exactly)]);
  }

  public validate(): string[] {
    if (this.executables.size < 2) return [];
    const folders = [...this.executables].map((folder) => `"${folder}"`).join(" and ");
    return [
      `its providers name different folders with executables, ${folders}: a stack has one provider, so name one folder`,
    ];
  }

  /** Returns the hashes of all packages that the stack contains. */
  private layOut(provider: ProviderPackage, mirror: string): string[] {
    const executables = [...this.executables].flatMap((folder) => findExecutables(folder, provider));
    const replaced = new Set(executables.map(({ platform }) => platform));
    const hash = layOutProvider(
      provider,
      mirror,
      PLATFORMS.filter((platform) => !replaced.has(platform)),
    );
    for (const executable of executables) layOutExecutable(executable, provider, mirror);
    return [...new Set([hash, ...executables.map((each) => each.hash)])];
  }

  /**
   * `cdktf deploy` locks every provider at their registries as long as one of them has no lock entry, and ours is in none. An
   * entry names a version, which a range does not.
   */
  private warnOfRanges(others: readonly TerraformProvider[], locked: ReadonlyMap<string, unknown>): void {
    if (process.env["CDKTF_SKIP_PROVIDER_LOCK"] === "true") return;
    for (const other of others) {
      const address = fullAddress(other.terraformProviderSource ?? other.terraformResourceType);
      if (exactly(other).length > 0 || locked.has(address) || this.warned.has(address)) continue;
      this.warned.add(address);
      Annotations.of(other).addWarning(
        `${address} is required ${constraintOf(other) === undefined ? "in any version" : `in a range of versions (${constraintOf(other) ?? ""})`}, so the first "cdktf deploy" of stack "${this.stack.node.id}" would look for all its providers in registries, but flagform is only in the stack's directory. Set CDKTF_SKIP_PROVIDER_LOCK=true, or require an exact version`,
      );
    }
  }
}

function otherProviders(stack: TerraformStack): TerraformProvider[] {
  return stack.node
    .findAll()
    .filter((each): each is TerraformProvider => TerraformProvider.isTerraformProvider(each))
    .filter((each) => TerraformStack.of(each) === stack && each.terraformProviderSource !== PROVIDER_ADDRESS);
}

function exactly(provider: TerraformProvider): LockedProvider[] {
  const version = exactVersion(constraintOf(provider));
  if (version === undefined) return [];
  return [{ address: fullAddress(provider.terraformProviderSource ?? provider.terraformResourceType), version }];
}

/** As cdktf writes it into required_providers. */
function constraintOf({ terraformGeneratorMetadata }: TerraformProvider): string | undefined {
  return terraformGeneratorMetadata?.providerVersion ?? terraformGeneratorMetadata?.providerVersionConstraint;
}

function lock(file: string, providers: readonly LockedProvider[]): void {
  const existing = readIfThere(file);
  const text = lockFileWith(existing, providers);
  if (text !== existing) writeFileSync(file, text);
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
