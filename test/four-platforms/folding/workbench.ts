import type { RunningEmulator } from "../../../src/emulator/wire/server/start";
import type { Serve, Served } from "../../../src/platforms/model/audience";
import type { Definition, DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Named } from "../../../src/platforms/port/named";
import type { Platform } from "../../../src/platforms/port/platform";

/** What all workbenches have: a segment of somebody else, and three of ours, two of which the flag is overridden for at first. */
export const SEGMENTS = ["beta", "vip", "staff", "theirs"] as const;
/** Ours, of whom the first has an override at first; and somebody else's. */
export const IDENTITIES = ["anna", "bob"] as const;
export const STRANGER = "zoe";

/** What a batch comes to, as requests count it. */
export interface Met {
  /** Whether an edit says what everybody gets, and whether anything of the definition changes. */
  readonly saysDefault: boolean;
  readonly definition: boolean;
  /** Segment overrides that are new, or differ in what they serve or where they stand. */
  readonly puts: number;
  readonly removals: number;
  /** Removals of what is not there. */
  readonly idle: number;
  /** Whether any override, a stranger's too, stands elsewhere afterwards, or is new; and how many there are. */
  readonly moves: boolean;
  readonly standing: number;
  /** Identity overrides that are new, changed or gone. */
  readonly identities: number;
}

/** An emulated platform on which flags are edited through the port, many of them one after another. */
export interface FoldingWorkbench {
  readonly name: string;
  readonly server: RunningEmulator;
  readonly has: {
    readonly killed: boolean;
    readonly whenOff: boolean;
    readonly rules: boolean;
    readonly priorities: boolean;
  };
  readonly segments: readonly Named[];
  /** A platform as fresh as a provider process. */
  open(): Platform;
  /** A flag that is new in one environment, with a definition of its own that nothing was written to yet. */
  unit(flag: string): Promise<DefinitionUnit>;
  serve(which: Which): Serve;
  /** Somebody else's override for the segment "theirs", the identity "zoe" and (where there are rules) a rule of theirs. */
  byHand(unit: DefinitionUnit): Promise<void>;
  /** These as the API itself tells them; without the rule where rules were set as a list. */
  foreign(unit: DefinitionUnit, rules: boolean): Promise<unknown>;
  /** The fewest writes that the API takes for what met; two numbers where places are only had by trying: at least, at most. */
  fewest(met: Met): number | readonly [number, number];
  /** An edit that only the server knows to be wrong. */
  culprit(unit: DefinitionUnit, platform: Platform): Promise<unknown>;
  stop(): Promise<void>;
}

export type Which = "first" | "second";

export interface PlainAudience {
  readonly enabled: boolean;
  readonly served: Served;
}

/** As the port reads it, in words that compare. */
export interface PlainDefinition {
  readonly audience: PlainAudience;
  readonly killed: boolean | undefined;
  readonly whenOff: string | null | undefined;
  readonly rules: unknown;
  readonly overrides: Readonly<Record<string, PlainAudience>>;
  readonly identities: Readonly<Record<string, PlainAudience>>;
}

/** With where the overrides stand: the first first, and with the numbers that they have. */
export interface ReadBack {
  readonly plain: PlainDefinition;
  readonly order: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
}

export async function readBack(workbench: FoldingWorkbench, unit: DefinitionUnit): Promise<ReadBack> {
  const platform = workbench.open();
  const definition = await platform.definitions.read(unit);
  const identities = await platform.identityOverrides.list(unit);
  if (!definition || !identities) throw new Error("gone");
  const numbers = definition.segmentOverrides.map((each) => [nameOf(workbench, each.segmentId), each.priority] as const);
  return {
    plain: plain(workbench, definition, [...identities]),
    order: numbers.map(([name]) => name),
    numbers: new Map(numbers),
  };
}

function nameOf(workbench: FoldingWorkbench, id: string): string {
  return workbench.segments.find((each) => each.id === id)?.name ?? `?${id}`;
}

function plain(
  workbench: FoldingWorkbench,
  { enabled, served, killed, whenOff, rules, segmentOverrides }: Definition,
  identities: readonly (readonly [string, PlainAudience])[],
): PlainDefinition {
  const overrides = segmentOverrides.map((each) => {
    return [nameOf(workbench, each.segmentId), { enabled: each.enabled, served: each.served }] as const;
  });
  return {
    audience: { enabled, served },
    killed,
    whenOff,
    rules: rules?.map((each) => ({ when: each.when, enabled: each.enabled, served: each.served })),
    overrides: Object.fromEntries(overrides.sort(([one], [other]) => (one < other ? -1 : 1))),
    identities: Object.fromEntries(
      identities.map(([id, who]) => [id, { enabled: who.enabled, served: who.served }] as const).sort(),
    ),
  };
}
