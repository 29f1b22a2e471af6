// In the place of https-proxy-agent: the way through proxies is src/http/tunnel.ts, and axios only asks whether an agent is one of these.
module.exports = class {};
