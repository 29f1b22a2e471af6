import * as z from "zod/mini";
import { HttpError } from "../../http/http-error";
import type { HttpAnswer, HttpRequest } from "../../http/request";

type Asked = Pick<HttpRequest, "method" | "path">;
type Answered = Pick<HttpAnswer, "body"> & Partial<Pick<HttpAnswer, "host" | "status">>;

/** The answer's body, validated. */
export function checked<T extends z.ZodMiniType>(
  schema: T,
  { method, path }: Asked,
  { body, host, status }: Answered,
): z.output<T> {
  const result = z.safeParse(schema, body);
  if (result.success) return result.data;
  const issue = result.error.issues.map(furthest)[0];
  const where = issue?.path.map(String).join(".") ?? "";
  const expected = issue?.code === "invalid_type" ? `${issue.expected} expected` : (issue?.message ?? "unknown");
  throw new HttpError({
    kind: "not-json",
    method,
    path,
    ...(host !== undefined && { host }),
    ...(status !== undefined && { status }),
    words: `the answer is not as documented${where === "" ? "" : ` at "${where}"`}: ${expected}`,
  });
}

type Issue = z.core.$ZodIssue;

/** Of what may have one form or another: where the form that fits best goes wrong. */
function furthest(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors.flat().map(furthest);
  const [best] = inner.sort((one, other) => other.path.length - one.path.length);
  return best ? { ...best, path: [...issue.path, ...best.path] } : issue;
}

/** An id, key or name as one part of a path. A space is `%20` there, never `+`. */
export function part(text: string): string {
  return encodeURIComponent(text);
}
