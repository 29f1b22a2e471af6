import type { PageSource } from "./source";

/** The request as its route sees it. */
interface Routed {
  /** As `/api/v1/projects/{project}/features/{feature}/`. */
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What a request is about, the nearest first: "feature new-checkout, environment production". Names are those of before the
 * request: afterwards a deleted object has none.
 */
export function resourceOf({ template, params, body }: Routed, source: Pick<PageSource, "name">): string {
  const parts = template.split("/").filter((each) => each !== "");
  const named = Object.entries(params).map(([name, value]) => ({
    at: parts.findIndex((each) => parameterIn(each) === name),
    text: source.name(name, value) ?? `${name} ${value}`,
  }));
  const last = parts.at(-1) ?? "";
  const words = parameterIn(last) === undefined ? [[last.replaceAll("-", " "), nameIn(body)].join(" ").trim()] : [];
  const objects = named.sort((one, other) => other.at - one.at).map((each) => each.text);
  return [...words, ...objects].filter((each) => each !== "").join(", ");
}

function parameterIn(part: string): string | undefined {
  return /^\{([A-Za-z_]+)(?::int)?\}$/.exec(part)?.[1];
}

const LONGEST_NAME = 100;

/** What a new object is called. */
function nameIn(body: string): string {
  if (!body.startsWith("{")) return "";
  try {
    const { name, slug } = JSON.parse(body) as { readonly name?: unknown; readonly slug?: unknown };
    const found = [name, slug].find((each) => typeof each === "string") as string | undefined;
    return found === undefined ? "" : found.slice(0, LONGEST_NAME);
  } catch {
    return "";
  }
}
