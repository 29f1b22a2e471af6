/** One line of what Terraform said, with what it means. */
export interface EssentialLine {
  readonly kind: "create" | "change" | "destroy" | "outside" | "attribute" | "result" | "warning";
  readonly text: string;
}

const ACTIONS = [
  [/ will be created$/, "create", "+"],
  [/ will be destroyed$/, "destroy", "-"],
  [/ must be replaced$| will be replaced/, "destroy", "±"],
  [/ has (changed|been deleted)/, "outside", "!"],
  [/ (will be|has moved|will no longer)/, "change", "~"],
] as const;

/** What a plan or an apply comes to: resources, changed attributes, results, and every warning in its own words. */
export function essenceOf(output: string): EssentialLine[] {
  const found: EssentialLine[] = [];
  let warning = false;
  for (const framed of output.split("\n")) {
    const line = framed.replace(/^[╷│╵] ?/, "");
    if (line.startsWith("Warning: ")) {
      warning = true;
      found.push({ kind: "warning", text: line });
      continue;
    }
    const known = action(line) ?? attribute(line) ?? result(line);
    if (known) found.push(known);
    // A rule or a resource's progress ends the warnings. Where in which file a warning arose is no news in a synthesized stack.
    if (known || /^(─|\S+: \w+ing)/.test(line)) warning = false;
    else if (warning && line.trim() !== "" && !/^ +(with |on \S+ line |\d+:)/.test(line))
      found.push({ kind: "warning", text: `  ${line.trim()}` });
  }
  return found;
}

function action(line: string): EssentialLine | undefined {
  const comment = /^ +# ([^(].*)$/.exec(line)?.[1];
  if (comment === undefined) return undefined;
  const [pattern, kind, symbol] = ACTIONS.find(([each]) => each.test(comment)) ?? [];
  if (!pattern || !kind) return undefined;
  const place = comment.slice(0, comment.search(pattern));
  return { kind, text: `${symbol ?? ""} ${place}${kind === "outside" ? comment.slice(place.length) : ""}` };
}

/** `~ integer = 10 -> 25`, however deep; the revision follows from the others. */
function attribute(line: string): EssentialLine | undefined {
  const [, name = "", change = ""] = /^ +~ (\S+) += (.* -> .*)$/.exec(line) ?? [];
  return name === "" || name === "revision" ? undefined : { kind: "attribute", text: `  ${name}: ${change}` };
}

function result(line: string): EssentialLine | undefined {
  const pattern = /^(Plan: |No changes\.|Apply complete!|Destroy complete!|(Terraform|OpenTofu) has been successfully)/;
  return pattern.test(line) ? { kind: "result", text: line } : undefined;
}
