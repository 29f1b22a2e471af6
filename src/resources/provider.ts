import { z } from "zod";
import { optional, t } from "../terraform/schema";
import { NAME } from "./common-attributes";

/** Every attribute is optional: schemas are read, and configurations validated, without a credential. */
export const providerAttributes = {
  platform: optional(t.string, "The flag platform: `flagsmith`. Default: the one whose settings are given below.", {
    check: z.enum(["flagsmith"]),
  }),
  project: optional(
    t.string,
    "The project that resources belong to, by name or `id:<id>`. Environment: `FLAGSMITH_PROJECT`.",
    { check: NAME },
  ),
  refresh: optional(
    t.string,
    "How Terraform's refresh reads: `sweep` (default) asks lists first and looks exactly only where they differ from the state; `exact` looks at everything exactly.",
    { check: z.enum(["sweep", "exact"]) },
  ),
  requests_per_minute: optional(t.integer, "A budget of requests for platforms that announce none.", {
    check: z.number().min(1),
  }),
  defaults: optional(
    t.object({
      flag_on_destroy: optional(t.string, "`on_destroy` of flags that do not say: `delete`, `archive` or `keep`.", {
        check: z.enum(["delete", "archive", "keep"]),
      }),
      definition_on_destroy: optional(
        t.string,
        "`on_destroy` of definitions that do not say: `keep`, `disable` or `reset`.",
        {
          check: z.enum(["keep", "disable", "reset"]),
        },
      ),
      deletion_protection: optional(t.bool, "`deletion_protection` of resources that do not say."),
      adopt_existing: optional(t.bool, "`adopt_existing` of resources that do not say."),
    }),
    "What resources do that leave it open.",
  ),
  flagsmith: optional(
    t.object({
      host: optional(t.string, "The server's root. Default: `https://api.flagsmith.com`. Environment: `FLAGSMITH_HOST`."),
      api_key: optional(t.string, "An organisation's API key. Environment: `FLAGSMITH_MASTER_API_KEY`.", {
        sensitive: true,
      }),
      organisation: optional(
        t.string,
        "The organisation, by name or id, where the key sees several. Environment: `FLAGSMITH_ORGANISATION`.",
      ),
      write_api: optional(
        t.string,
        "Pins the API that writes go through: `__future__` (servers from 2.263) or `experiments` (from 2.205). Default: the best the server has.",
        { check: z.enum(["__future__", "experiments"]) },
      ),
    }),
    "Flagsmith's own settings.",
  ),
} as const;
