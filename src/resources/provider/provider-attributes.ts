import { WRITE_APIS } from "../../platforms/flagsmith/run/config";
import { ON_APPROVAL_REQUIRED, PATCH_GUARDS } from "../../platforms/split/run/config";
import { optional, required, type State, t } from "../../terraform/schema";
import { atLeast, NON_EMPTY, oneOf } from "../common/checks";

export const PLATFORM_NAMES = ["flagsmith", "split", "vercel", "mixpanel"] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];

/** As people call them, in messages. */
export const PLATFORM_TITLES: Readonly<Record<PlatformName, string>> = {
  flagsmith: "Flagsmith",
  split: "Split",
  vercel: "Vercel",
  mixpanel: "Mixpanel",
};

/** Every attribute is optional: schemas are read, and configurations validated, without a credential. */
export const providerAttributes = {
  platform: optional(
    t.string,
    "The flag platform: `flagsmith`, `split`, `vercel` or `mixpanel`. Default: the one whose block is set below, or else the one whose credential is in the environment.",
    { check: oneOf(...PLATFORM_NAMES) },
  ),
  project: optional(
    t.string,
    "The default project (Split: workspace) of all resources, by name or `id:<id>`. Environment: `FLAGSMITH_PROJECT`, `SPLIT_PROJECT`, `VERCEL_PROJECT`. Not on Mixpanel, where each environment is a project.",
    { check: NON_EMPTY },
  ),
  refresh: optional(
    t.string,
    "How a refresh reads: `sweep` (default) reads lists, and reads an object exactly only if a list differs from the state; `exact` reads every object exactly.",
    { check: oneOf("sweep", "exact") },
  ),
  plan_checks: optional(
    t.bool,
    "Whether a plan checks on the platform that everything it refers to exists (project, environments, flags, segments, tags), and that nothing with the same name blocks what it creates. Default: true. Set it to false if another provider block (an alias) creates, in the same run, something that resources of this one refer to.",
  ),
  requests_per_minute: optional(
    t.integer,
    "Maximum number of requests per minute, for platforms that do not announce their limits.",
    {
      check: atLeast(1),
    },
  ),
  defaults: optional(
    t.object({
      flag_on_destroy: optional(t.string, "`on_destroy` of flags that do not set it: `delete`, `archive` or `keep`.", {
        check: oneOf("delete", "archive", "keep"),
      }),
      definition_on_destroy: optional(
        t.string,
        "`on_destroy` of definitions that do not set it: `keep`, `disable`, `reset` or `with_flag`.",
        {
          check: oneOf("keep", "disable", "reset", "with_flag"),
        },
      ),
      deletion_protection: optional(t.bool, "`deletion_protection` of resources that do not set it."),
      adopt_existing: optional(t.bool, "`adopt_existing` of resources that do not set it."),
    }),
    "Defaults for resources that do not set these attributes.",
  ),
  flagsmith: optional(
    t.object({
      host: optional(t.string, "The server's root. Default: `https://api.flagsmith.com`. Environment: `FLAGSMITH_HOST`."),
      api_key: optional(t.string, "An organisation's API key. Environment: `FLAGSMITH_MASTER_API_KEY`.", {
        sensitive: true,
      }),
      organisation: optional(
        t.string,
        "The organisation, by name or id. Needed if the key can access several. Environment: `FLAGSMITH_ORGANISATION`.",
      ),
      write_api: optional(
        t.string,
        "Pins the API that is used for writes: `__future__` (servers from 2.263), `experiments` (from 2.205), `versions` (environments with feature versioning) or `legacy` (those without). Default: the best that the server and the environment support.",
        { check: oneOf(...WRITE_APIS) },
      ),
      bypass_change_requests: optional(
        t.bool,
        "Whether to write flags and segments without a change request, even if an environment or a project requires one (`minimum_change_request_approvals`). Such writes use `versions` or `legacy`, the only APIs that accept them, and show a warning. Default: they are refused.",
      ),
    }),
    "Flagsmith's own settings.",
  ),
  split: optional(
    t.object({
      host: optional(
        t.string,
        "The server's root. Default: `https://api.split.io`, in Harness `https://app.harness.io`. Environment: `SPLIT_HOST`.",
      ),
      api_key: optional(t.string, "An Admin API key of a classic account. Environment: `SPLIT_API_KEY`.", {
        sensitive: true,
      }),
      harness_token: optional(
        t.string,
        "A personal access token or a service account's, of an account in Harness. Environment: `SPLIT_HARNESS_TOKEN`.",
        { sensitive: true },
      ),
      account: optional(t.string, "In Harness: the account's identifier."),
      organisation: optional(t.string, "In Harness: the organisation's identifier."),
      harness_project: optional(t.string, "In Harness: the project's identifier."),
      title: optional(t.string, "The title for changes in Split's log, if a resource sets none."),
      comment: optional(t.string, "The comment for changes in Split's log, if a resource sets none."),
      patch_guards: optional(
        t.string,
        "Whether a patch tests the list positions that it uses, so that Split refuses it after a concurrent change: `auto` (default: unless Split refuses such tests), `on` or `off`.",
        { check: oneOf(...PATCH_GUARDS) },
      ),
      on_approval_required: optional(
        t.string,
        "What happens to a change in an environment that requires approvals: `error` (default: it is refused) or `submit` (it is submitted as a change request, and the apply ends with an error that names the request; apply again after the approval).",
        { check: oneOf(...ON_APPROVAL_REQUIRED) },
      ),
      approvers: optional(
        t.set(t.string),
        "E-mail addresses of those who should approve submitted changes. Do not set it if the environment decides who may approve.",
      ),
    }),
    "Split's (Harness FME's) own settings.",
  ),
  vercel: optional(
    t.object({
      host: optional(t.string, "The server's root. Default: `https://api.vercel.com`. Environment: `VERCEL_HOST`."),
      token: optional(t.string, "An access token. Environment: `VERCEL_TOKEN`.", { sensitive: true }),
      team: optional(t.string, "The team, by id (`team_…`) or slug. Environment: `VERCEL_TEAM`."),
      entity: optional(t.string, "The attribute that identifies users, as `entity.attribute`. Default: `user.id`."),
    }),
    "Vercel's own settings.",
  ),
  mixpanel: optional(
    t.object({
      region: optional(t.string, "Where the data is stored: `us` (default), `eu` or `in`. Environment: `MIXPANEL_REGION`.", {
        check: oneOf("us", "eu", "in"),
      }),
      host: optional(t.string, "The server's root. Default: the region's. Environment: `MIXPANEL_HOST`."),
      username: optional(t.string, "A service account's name. Environment: `MIXPANEL_USERNAME`."),
      secret: optional(t.string, "Its secret. Environment: `MIXPANEL_SECRET`.", { sensitive: true }),
      environments: optional(
        t.map(
          t.object({
            project: required(t.string, "The project's id.", { check: NON_EMPTY }),
            workspace: optional(t.string, "The data view's id. Default: the one with all of the project's data."),
          }),
        ),
        "The Mixpanel project of each environment, by environment name.",
      ),
    }),
    "Mixpanel's own settings.",
  ),
} as const;

export type ProviderState = State<typeof providerAttributes>;
