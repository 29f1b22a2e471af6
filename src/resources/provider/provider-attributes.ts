import { WRITE_APIS } from "../../platforms/flagsmith/run/config";
import { ON_APPROVAL_REQUIRED, PATCH_GUARDS } from "../../platforms/split/run/config";
import { optional, required, t, type State } from "../../terraform/schema";
import { NON_EMPTY, atLeast, oneOf } from "../common/checks";

export const PLATFORM_NAMES = ["flagsmith", "split", "vercel", "mixpanel"] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];

/** Every attribute is optional: schemas are read, and configurations validated, without a credential. */
export const providerAttributes = {
  platform: optional(
    t.string,
    "The flag platform: `flagsmith`, `split`, `vercel` or `mixpanel`. Default: the one whose settings are given below, else the one whose credential is in the environment.",
    { check: oneOf(...PLATFORM_NAMES) },
  ),
  project: optional(
    t.string,
    "The project (Split: workspace) that resources belong to, by name or `id:<id>`. Environment: `FLAGSMITH_PROJECT`, `SPLIT_PROJECT`, `VERCEL_PROJECT`. Not on Mixpanel, where each environment is a project.",
    { check: NON_EMPTY },
  ),
  refresh: optional(
    t.string,
    "How Terraform's refresh reads: `sweep` (default) asks lists first and looks exactly only where they differ from the state; `exact` looks at everything exactly.",
    { check: oneOf("sweep", "exact") },
  ),
  plan_checks: optional(
    t.bool,
    "Whether a plan looks on the platform for what it names (project, environments, flags, segments, tags), and for what stands in the way of what it makes. Default: true. Turn it off where another provider block (an alias) makes in the same run what this one's resources name.",
  ),
  requests_per_minute: optional(t.integer, "A budget of requests for platforms that announce none.", {
    check: atLeast(1),
  }),
  defaults: optional(
    t.object({
      flag_on_destroy: optional(t.string, "`on_destroy` of flags that do not say: `delete`, `archive` or `keep`.", {
        check: oneOf("delete", "archive", "keep"),
      }),
      definition_on_destroy: optional(
        t.string,
        "`on_destroy` of definitions that do not say: `keep`, `disable` or `reset`.",
        {
          check: oneOf("keep", "disable", "reset"),
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
        "Pins the API that writes go through: `__future__` (servers from 2.263), `experiments` (from 2.205), `versions` (environments with feature versioning) or `legacy` (those without). Default: the best that the server has and the environment takes.",
        { check: oneOf(...WRITE_APIS) },
      ),
      bypass_change_requests: optional(
        t.bool,
        "Whether flags and segments are written past change requests where an environment or a project requires them (`minimum_change_request_approvals`). Such writes go through `versions` or `legacy`, the only APIs that take them, and are warned of. Default: they are refused.",
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
        "A personal access token or a service account's, of an account that lives in Harness. Environment: `SPLIT_HARNESS_TOKEN`.",
        { sensitive: true },
      ),
      account: optional(t.string, "In Harness: the account's identifier."),
      organisation: optional(t.string, "In Harness: the organisation's identifier."),
      harness_project: optional(t.string, "In Harness: the project's identifier."),
      title: optional(t.string, "The title of changes in Split's log, where a resource gives none."),
      comment: optional(t.string, "The comment of changes in Split's log, where a resource gives none."),
      patch_guards: optional(
        t.string,
        "Whether a patch that names places in lists tests what stands there, so that a change made meanwhile refuses it: `auto` (default: as long as Split takes tests), `on` or `off`.",
        { check: oneOf(...PATCH_GUARDS) },
      ),
      on_approval_required: optional(
        t.string,
        "What becomes of a change in an environment that takes changes by approval only: `error` (default: it is refused) or `submit` (it is submitted as a change request, and the apply ends with an error that names it; apply again once it is approved).",
        { check: oneOf(...ON_APPROVAL_REQUIRED) },
      ),
      approvers: optional(
        t.set(t.string),
        "Who is asked to approve what is submitted, by mail address. Left out where the environment says who may.",
      ),
    }),
    "Split's (Harness FME's) own settings.",
  ),
  vercel: optional(
    t.object({
      host: optional(t.string, "Another root than `https://api.vercel.com`. Environment: `VERCEL_HOST`."),
      token: optional(t.string, "An access token. Environment: `VERCEL_TOKEN`.", { sensitive: true }),
      team: optional(t.string, "The team, by id (`team_…`) or slug. Environment: `VERCEL_TEAM`."),
      entity: optional(t.string, "What identities are, as `kind.attribute`. Default: `user.id`."),
    }),
    "Vercel's own settings.",
  ),
  mixpanel: optional(
    t.object({
      region: optional(t.string, "Where the data live: `us` (default), `eu` or `in`. Environment: `MIXPANEL_REGION`.", {
        check: oneOf("us", "eu", "in"),
      }),
      host: optional(t.string, "Another root than the region's. Environment: `MIXPANEL_HOST`."),
      username: optional(t.string, "A service account's name. Environment: `MIXPANEL_USERNAME`."),
      secret: optional(t.string, "Its secret. Environment: `MIXPANEL_SECRET`.", { sensitive: true }),
      environments: optional(
        t.map(
          t.object({
            project: required(t.string, "The project's id.", { check: NON_EMPTY }),
            workspace: optional(t.string, "The data view's id. Default: the one with all of the project's data."),
          }),
        ),
        "What people call an environment is a project there: which one each is.",
      ),
    }),
    "Mixpanel's own settings.",
  ),
} as const;

export type ProviderState = State<typeof providerAttributes>;
