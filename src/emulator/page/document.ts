import { createHash } from "node:crypto";
import type { Reply } from "../wire/server/reply";
import script from "./browser/main.ts?bundle";
import style from "./page.css";
import markup from "./page.html";

/** One file with style and script inside: nothing is loaded from elsewhere, and only these two may run. */
const POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function documentReply(platform: string): Reply {
  const body = markup
    .replaceAll("{{platform}}", platform)
    .replace("<style></style>", () => `<style>${style}</style>`)
    .replace("<script></script>", () => `<script>${script}</script>`);
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": POLICY,
      "cache-control": "no-store",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      vary: "accept",
      "x-content-type-options": "nosniff",
    },
    body,
  };
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
}
