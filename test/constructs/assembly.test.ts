import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Rules of the public face that other languages see, read from what jsii compiled (npm run build). */

interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: "array" | "map"; readonly elementtype: TypeReference };
  readonly union?: { readonly types: readonly TypeReference[] };
}

interface Member {
  readonly name: string;
  readonly type?: TypeReference;
  readonly optional?: boolean;
  readonly parameters?: readonly Member[];
  readonly docs?: { readonly summary?: string; readonly default?: string };
  readonly overrides?: string;
}

interface Type {
  readonly fqn: string;
  readonly kind: string;
  readonly datatype?: boolean;
  readonly docs?: { readonly summary?: string };
  readonly properties?: readonly Member[];
  readonly methods?: readonly Member[];
  readonly initializer?: Member;
}

const assembly = JSON.parse(readFileSync(join(__dirname, "../../.jsii"), "utf8")) as {
  readonly types: Record<string, Type>;
};
const types = Object.values(assembly.types);

function references(type: Type): [string, TypeReference][] {
  const callables = [...(type.methods ?? []), ...(type.initializer ? [{ ...type.initializer, name: "new" }] : [])];
  const members = [...(type.properties ?? []), ...callables.flatMap((each) => each.parameters ?? [])];
  return members.flatMap((member) =>
    member.type ? [[`${type.fqn}.${member.name}`, member.type] as [string, TypeReference]] : [],
  );
}

function within(reference: TypeReference): TypeReference[] {
  const inner = [...(reference.union?.types ?? []), ...(reference.collection ? [reference.collection.elementtype] : [])];
  return [reference, ...inner.flatMap(within)];
}

describe("what other languages see", () => {
  test("is these types", () => {
    expect(types.map(({ fqn }) => fqn.replace("flagform.", "")).sort()).toMatchSnapshot();
  });

  test("has no maps of structs, whose contents jsii loses", () => {
    const lossy = types
      .flatMap(references)
      .filter(([, reference]) =>
        within(reference).some(
          ({ collection }) =>
            collection?.kind === "map" && assembly.types[collection.elementtype.fqn ?? ""]?.datatype === true,
        ),
      );
    expect(lossy).toEqual([]);
  });

  test("has no union but boolean | IResolvable", () => {
    const unions = types.flatMap(references).flatMap(([name, reference]) =>
      within(reference)
        .filter(({ union }) => union !== undefined)
        .map(({ union }) => [name, union?.types.map((each) => each.primitive ?? each.fqn).join(" | ")] as const),
    );
    const others = unions.filter(
      ([, union]) => !["boolean | cdktf.IResolvable", "cdktf.IResolvable | boolean"].includes(union ?? ""),
    );
    expect(unions.length).toBeGreaterThan(0);
    expect(others).toEqual([]);
  });

  test("is documented, and tells the default of each optional prop", () => {
    const silent = types.flatMap((type) => [
      ...(type.docs?.summary ? [] : [type.fqn]),
      ...(type.datatype ? (type.properties ?? []) : [])
        .filter(({ docs, optional }) => !docs?.summary || (optional === true && docs.default === undefined))
        .map(({ name }) => `${type.fqn}.${name}`),
    ]);
    expect(silent).toEqual([]);
  });
});
