import { TerraformDataSource, type TerraformProvider, TerraformResource } from "cdktf";
import { importOnce } from "./import-once";
import { type Attributes, hclAttributes, jsonAttributes } from "./literals/attributes";
import { escapeTemplate } from "./literals/escape-template";

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
  /**
   * Takes over an object that exists: the plan imports it. See the page of the resource for the form of the id.
   *
   * @param id the import id, made of the names that people see: `production/new-checkout`
   * @param provider the provider to import with, if it is not the construct's own
   */
  public override importFrom(id: string, provider?: TerraformProvider): void {
    importOnce(this, escapeTemplate(id), provider, (literal, own) => {
      super.importFrom(literal, own);
    });
  }

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
