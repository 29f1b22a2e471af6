import { getOwn } from "../../get-own";
import type { Path } from "../../terraform/diagnostic";
import { isUnknown, isWhollyKnown } from "../../terraform/value";
import type { AttributeSchema, AttributeSchemas } from "../values/schema";
import { equals, isList, isRecord, member, type Value } from "../values/value";
import { show } from "./compatible";
import type { Problem } from "./problem";

/** The rules between a planned object, the configuration and the prior state (P1, P4 to P7). */
export function planProblems(attributes: AttributeSchemas, prior: Value, config: Value, planned: Value): Problem[] {
  if (planned === null && config === null) return [];
  if (planned === null) return [{ rule: "P1", path: [], problem: "planned for absence, but the configuration wants it" }];
  if (config === null)
    return [{ rule: "P1", path: [], problem: "planned for existence, but the configuration wants it gone" }];
  if (isUnknown(planned)) return [{ rule: "P1", path: [], problem: "the whole object is unknown" }];
  return attributesProblems(attributes, prior, config, planned, []);
}

function attributesProblems(
  attributes: AttributeSchemas,
  prior: Value,
  config: Value,
  planned: Value,
  path: Path,
): Problem[] {
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    attributeProblems(attribute, member(prior, name), member(config, name), member(planned, name), [...path, name]),
  );
}

function attributeProblems(attribute: AttributeSchema, prior: Value, config: Value, planned: Value, path: Path): Problem[] {
  if (equals(planned, config)) return [];
  if (prior !== null && config !== null && equals(planned, prior)) return [];
  if (attribute.computed && (!attribute.optional || config === null)) return [];
  const shown = attribute.sensitive ? "a sensitive value" : show(planned);
  if (config === null) return [{ rule: "P5", path, problem: `planned ${shown} for an attribute that is not computed` }];
  if (attribute.writeOnly && planned === null) return [];
  if (attribute.nested) return nestedProblems(attribute, prior, config, planned, path);
  const wanted = attribute.sensitive ? "the configuration's" : show(config);
  return [{ rule: "P4", path, problem: `planned ${shown}, which is neither ${wanted} as configured nor the prior value` }];
}

function nestedProblems(attribute: AttributeSchema, prior: Value, config: Value, planned: Value, path: Path): Problem[] {
  const { nested } = attribute;
  if (!nested) return [];
  if (planned === null) return [{ rule: "P6", path, problem: "planned for absence, but the configuration has it" }];
  if (isUnknown(planned)) return [{ rule: "P6", path, problem: "planned as unknown, but the configuration has it" }];
  if (nested.nesting === "single") return attributesProblems(nested.attributes, prior, config, planned, path);
  if (isUnknown(config)) return [{ rule: "P7", path, problem: "planned as known, but the configuration is unknown" }];
  if (nested.nesting === "set") return setProblems(config, planned, path);
  if (isList(config) && isList(planned)) {
    if (config.length !== planned.length) {
      return [
        { rule: "P7", path, problem: `planned ${String(planned.length)} elements for ${String(config.length)} configured` },
      ];
    }
    return planned.flatMap((each, index) =>
      attributesProblems(nested.attributes, member(prior, index), config[index] ?? null, each, [...path, index]),
    );
  }
  if (!isRecord(config) || !isRecord(planned)) return [];
  return Object.keys({ ...config, ...planned }).flatMap((key): Problem[] => {
    const [wanted, each] = [getOwn(config, key), getOwn(planned, key)];
    if (wanted === undefined) return [{ rule: "P7", path: [...path, key], problem: "planned, but not configured" }];
    if (each === undefined) return [{ rule: "P7", path: [...path, key], problem: "configured, but not planned" }];
    return attributesProblems(nested.attributes, member(prior, key), wanted, each, [...path, key]);
  });
}

/** Core trusts the elements of sets; only their number must be possible. Unknown elements may turn out equal to others. */
function setProblems(config: Value, planned: Value, path: Path): Problem[] {
  if (!isList(config) || !isList(planned) || !isWhollyKnown(config)) return [];
  const least = isWhollyKnown(planned) ? planned.length : Math.min(planned.length, 1);
  if (config.length >= least && config.length <= planned.length) return [];
  return [
    { rule: "P7", path, problem: `planned ${String(planned.length)} elements for ${String(config.length)} configured` },
  ];
}
