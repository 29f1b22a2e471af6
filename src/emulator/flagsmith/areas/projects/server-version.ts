import { json } from "../../../wire/server/reply";
import type { Options } from "../../options";
import type { Route } from "../../wire/route";

/** The version that the server reports; one run from source, like the recorded server, does not know it. */
export function imageTag(options: Options): string {
  return options.server === undefined ? "unknown" : `${options.server}.0`;
}

export const serverVersionRoutes: readonly Route[] = [
  {
    template: "/version/",
    access: "none",
    handlers: {
      GET: (request) =>
        json({
          ci_commit_sha: "unknown",
          image_tag: imageTag(request.options),
          has_email_provider: false,
          is_enterprise: false,
          is_saas: false,
          self_hosted_data: { has_users: false, has_logins: false },
          package_versions: { ".": imageTag(request.options) },
        }),
    },
  },
];
