/** A response before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long the server works before it sends the reply. */
  readonly afterMilliseconds?: number;
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body, writeBigInt) };
}

export function created(body: unknown): Reply {
  return json(body, 201);
}

/** No content: usually 204, 202 for work that continues in the background. */
export function empty(status = 204): Reply {
  return { status, headers: {}, body: "" };
}

/** The pages that Django answers outside the API's own views: no JSON, no `allow`. */
export function htmlPage(status: number, title: string, text: string): Reply {
  const page = `
<!doctype html>
<html lang="en">
<head>
  <title>${title}</title>
</head>
<body>
  <h1>${title}</h1><p>${text}</p>
</body>
</html>
`;
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body: page };
}

export function unknownRoute(): Reply {
  return htmlPage(404, "Not Found", "The requested resource was not found on this server.");
}

/** Django sends requests without the trailing slash to the path with it; a client that follows with a GET reads where it meant to write. */
export function redirectToSlash(target: string): Reply {
  const [path, query] = target.split("?");
  const location = `${path ?? ""}/${query === undefined ? "" : `?${query}`}`;
  return { status: 301, headers: { "content-type": "text/html; charset=utf-8", location }, body: "" };
}

export function crashed(): Reply {
  return htmlPage(500, "Server Error (500)", "");
}

export function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function writeBigInt(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
