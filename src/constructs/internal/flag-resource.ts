import { TerraformDataSource, TerraformResource } from "cdktf";
import { type Attributes, hclAttributes, jsonAttributes } from "./literals/attributes";

/*
 * What the constructs have in common: how their attributes are written. `@jsii ignore` keeps these two out of other languages, which
 * see their members in each construct.
 */

/* jscpd:ignore-start: cdktf's two base classes have no common one with these members, and jsii knows no mixins. */
/**
 * A resource.
 *
 * @jsii ignore
 */
export abstract class FlagResource extends TerraformResource {
  protected override synthesizeAttributes() {
    return jsonAttributes(this._attributes());
  }

  protected override synthesizeHclAttributes() {
    return hclAttributes(this._attributes());
  }

  /** @internal what the construct says of itself, by attribute name */
  protected abstract _attributes(): Attributes;
}

/**
 * A data source.
 *
 * @jsii ignore
 */
export abstract class FlagDataSource extends TerraformDataSource {
  protected override synthesizeAttributes() {
    return jsonAttributes(this._attributes());
  }

  protected override synthesizeHclAttributes() {
    return hclAttributes(this._attributes());
  }

  /** @internal what the construct says of itself, by attribute name */
  protected abstract _attributes(): Attributes;
}
/* jscpd:ignore-end */
