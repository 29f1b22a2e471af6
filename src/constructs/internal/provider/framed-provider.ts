import { TerraformProvider } from "cdktf";
import type { PlatformProvider } from "./platform-provider";

/**
 * The provider of one platform: its frame has the alias, and knows how the block is written. `@jsii ignore` keeps the class out of other
 * languages, which see its members in each provider.
 *
 * @jsii ignore
 */
export abstract class FramedProvider extends TerraformProvider {
  /** @internal */
  protected abstract readonly _frame: PlatformProvider;

  public override get alias(): string | undefined {
    return this._frame.alias;
  }

  public override set alias(alias: string | undefined) {
    this._frame.alias = alias;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return this._frame.jsonAttributes();
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return this._frame.hclAttributes();
  }
}
