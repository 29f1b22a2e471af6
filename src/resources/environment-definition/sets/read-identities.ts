import { getOwn } from "../../../get-own";
import type { Audience } from "../../../platforms/model/audience";
import type { DefinitionUnit } from "../../../platforms/port/definition";
import type { ExpectedOverrides } from "../../../platforms/port/identity/identity-override";
import type { State } from "../../../terraform/schema";
import { readAudience, type StatedAudience } from "../../audience/read-audience";
import { same } from "../../common/known";
import type { Client } from "../../run/client";
import type { environmentDefinitionAttributes } from "../environment-definition-attributes";

/** What a read returns for the identity overrides inside a definition. */

type Overrides = State<typeof environmentDefinitionAttributes>["identity_overrides"];

/** The identities whose override is as in the state. */
export function expectedIdentities(stated: Overrides): ExpectedOverrides | undefined {
  if (stated === null) return undefined;
  return new Map(
    Object.entries(stated).map(([identifier, override]) => [
      identifier,
      (listed: Audience) => same(readAudience(override, listed, false), pick(override)),
    ]),
  );
}

function pick({ enabled, serve }: StatedAudience): StatedAudience {
  return { enabled, serve };
}

/** The platform's overrides in the state's spelling; null stays unmanaged, unless the read follows an import. */
export function readIdentitySet(stated: Overrides, remote: ReadonlyMap<string, Audience>, imported: boolean): Overrides {
  if (stated === null && !(imported && remote.size > 0)) return null;
  return Object.fromEntries(
    [...remote].map(([identifier, override]) => {
      const known = getOwn(stated, identifier);
      return [identifier, readAudience(known ?? { enabled: null, serve: null }, override, known === undefined)];
    }),
  );
}

/** Only those of the keys, each as a resource of its own would be read. */
export async function readListedIdentities(
  stated: Overrides,
  keys: readonly string[],
  unit: DefinitionUnit,
  { platform: { identityOverrides: store }, trustsLists }: Pick<Client, "platform" | "trustsLists">,
): Promise<Overrides> {
  if (stated === null) return null;
  const found = await Promise.all(
    keys.map(async (identifier) => {
      const known = getOwn(stated, identifier);
      const audienceOf = (override: Audience | undefined): StatedAudience | undefined =>
        override && readAudience(known ?? { enabled: null, serve: null }, override, known === undefined);
      const swept = audienceOf(await store.sweep(unit, identifier));
      const isConfirmed = trustsLists || (known !== undefined && same(swept, pick(known)));
      const exact = swept && isConfirmed ? swept : audienceOf(await store.read(unit, identifier));
      return exact ? [[identifier, exact] as const] : [];
    }),
  );
  return Object.fromEntries(found.flat());
}
