import { createServer } from "node:http";

/**
 * Keeps terraform's state over its "http" backend. A local state file is written again, several times, after each resource:
 * work of Terraform's own that grows with the square of their number and would hide all else. People with thousands keep none.
 */
export async function startStateServer() {
  const states = new Map();
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === "POST") states.set(request.url, Buffer.concat(chunks));
    const state = request.method === "GET" ? states.get(request.url) : "";
    response.writeHead(state === undefined ? 404 : 200).end(state);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  let given = 0;
  return {
    /** For a state of its own. */
    backend() {
      given += 1;
      return { http: { address: `http://127.0.0.1:${server.address().port}/${given}` } };
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
