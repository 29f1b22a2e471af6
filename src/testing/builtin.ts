import { isUnknown, UNKNOWN } from "../terraform/value";
import type { DriverDiagnostic } from "./failure";
import type { ApplyRequest, Provider, ProviderSchemas, Target } from "./provider";
import { type CtyType, DYNAMIC } from "./values/cty-type";
import { parseJson } from "./values/json";
import type { AttributeSchema, Schema } from "./values/schema";
import { equals, isRecord, member, type Value, type ValueRecord } from "./values/value";

export const BUILTIN_SOURCE = "terraform.io/builtin/terraform";

const NOTHING = new Uint8Array();

function attribute(type: CtyType, presence: "optional" | "computed"): AttributeSchema {
  return {
    type,
    required: false,
    optional: presence === "optional",
    computed: presence === "computed",
    sensitive: false,
    writeOnly: false,
  };
}

const DATA_ATTRIBUTES = {
  id: attribute({ kind: "string" }, "computed"),
  input: attribute(DYNAMIC, "optional"),
  output: attribute(DYNAMIC, "computed"),
  triggers_replace: attribute(DYNAMIC, "optional"),
};

const DATA_SCHEMA: Schema = {
  version: 0,
  attributes: DATA_ATTRIBUTES,
  type: {
    kind: "object",
    attributes: { id: { kind: "string" }, input: DYNAMIC, output: DYNAMIC, triggers_replace: DYNAMIC },
  },
};

/** Terraform's built-in provider, as far as stacks use it: `terraform_data`. */
export class BuiltinProvider implements Provider {
  private static created = 0;

  readonly schemas: ProviderSchemas = {
    provider: { version: 0, attributes: {}, type: { kind: "object", attributes: {} } },
    resources: { terraform_data: DATA_SCHEMA },
    dataSources: {},
    identities: {},
    planDestroy: false,
    moveResourceState: false,
  };

  validateProvider = nothingWrong;
  configure = nothingWrong;
  validateResource = nothingWrong;
  validateData = nothingWrong;

  upgrade(_target: Target, _version: number, json: string) {
    return Promise.resolve({ state: filled(parseJson(json)), diagnostics: [] });
  }

  upgradeIdentity() {
    return Promise.resolve(null);
  }

  read(_target: Target, state: Value, privateData: Uint8Array) {
    return Promise.resolve({ state, private: privateData, diagnostics: [] });
  }

  plan(_target: Target, { prior, proposed }: { readonly prior: Value; readonly proposed: Value }) {
    const changed = (name: string): boolean => prior === null || !equals(member(prior, name), member(proposed, name));
    const replace = prior !== null && changed("triggers_replace");
    const input = member(proposed, "input");
    const planned = {
      ...(isRecord(proposed) && proposed),
      id: prior === null ? UNKNOWN : member(prior, "id"),
      output: !changed("input") ? member(prior, "output") : input === null ? null : UNKNOWN,
    };
    return Promise.resolve({
      planned: proposed === null ? null : planned,
      private: NOTHING,
      requiresReplace: replace ? [["triggers_replace"]] : [],
      diagnostics: [],
    });
  }

  apply(_target: Target, { planned }: ApplyRequest) {
    const id = member(planned, "id");
    const state = isRecord(planned)
      ? { ...planned, id: isUnknown(id) ? newId() : id, output: member(planned, "input") }
      : null;
    return Promise.resolve({ state, private: NOTHING, diagnostics: [] });
  }

  importState(target: Target, by: string | ValueRecord) {
    const id = typeof by === "string" ? by : null;
    return Promise.resolve({ imported: [{ type: target.type, state: filled({ id }), private: NOTHING }], diagnostics: [] });
  }

  move(target: Target) {
    const detail = "terraform_data takes over no other resource in the in-process driver.";
    const refused: DriverDiagnostic = { severity: "error", summary: "Unsupported move", detail, address: target.address };
    return Promise.resolve({ state: null, private: NOTHING, diagnostics: [refused] });
  }

  readData(target: Target) {
    const detail = "The in-process driver has no built-in data sources.";
    const refused: DriverDiagnostic = {
      severity: "error",
      summary: "Unsupported data source",
      detail,
      address: target.address,
    };
    return Promise.resolve({ state: null, diagnostics: [refused] });
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Ids in the form of a UUID, counted up so that runs can be compared. */
  static nextId(): string {
    BuiltinProvider.created++;
    return `00000000-0000-4000-8000-${BuiltinProvider.created.toString(16).padStart(12, "0")}`;
  }
}

function newId(): string {
  return BuiltinProvider.nextId();
}

function nothingWrong(): Promise<DriverDiagnostic[]> {
  return Promise.resolve([]);
}

function filled(value: Value): Value {
  return Object.fromEntries(Object.keys(DATA_ATTRIBUTES).map((name) => [name, member(value, name)]));
}
