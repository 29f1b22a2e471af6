import { required, t } from "../../terraform/schema";
import { NON_EMPTY } from "../common/checks";
import { unitAttributes } from "../common/common-attributes";
import { identityBy } from "../import/identity";
import { flagsmithOverrideAttribute } from "./made-identity";
import { overrideAttributes } from "./override-attributes";

const { enabled, serve, ...computedAttributes } = overrideAttributes("identity");

export const identityOverrideAttributes = {
  ...unitAttributes,
  identity: required(t.string, "The identifier of the user, device or account, as the application names it.", {
    check: NON_EMPTY,
  }),
  enabled,
  serve,
  flagsmith: flagsmithOverrideAttribute,
  ...computedAttributes,
} as const;

export const identityOverrideIdentity = identityBy<typeof identityOverrideAttributes>({
  environment_id: "environment_id",
  flag_id: "flag_id",
  identity: "identity",
});
