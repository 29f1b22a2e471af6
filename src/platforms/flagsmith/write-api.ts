import { HttpError } from "../../http/http-error";
import { PlatformError } from "../platform-error";
import type { WriteApiName } from "./config";
import type { WriteRung } from "./write-rung";

const NEEDS: Readonly<Record<WriteApiName, string>> = {
  __future__: "Flagsmith 2.263 or newer",
  experiments: "Flagsmith 2.205 or newer",
};

/** Chooses the rung that the server has, once per run: the first use is the probe, and the others wait for what it meets. */
export class WriteApi {
  private chosen: WriteRung | undefined;
  private probing: Promise<unknown> | undefined;
  private readonly ladder: readonly (readonly [WriteApiName, WriteRung])[];

  constructor(
    rungs: Readonly<Record<WriteApiName, WriteRung>>,
    private readonly pinned: WriteApiName | undefined,
    private readonly onChoice: (name: WriteApiName) => void,
  ) {
    const names: readonly WriteApiName[] = pinned === undefined ? ["__future__", "experiments"] : [pinned];
    this.ladder = names.map((name) => [name, rungs[name]] as const);
  }

  async use<T>(work: (rung: WriteRung) => Promise<T>): Promise<T> {
    while (!this.chosen && this.probing) await this.probing.catch(() => undefined);
    if (this.chosen) return this.useChosen(this.chosen, work);
    const probe = this.probe(work);
    this.probing = probe;
    try {
      return await probe;
    } finally {
      if (this.probing === probe) this.probing = undefined;
    }
  }

  private async useChosen<T>(rung: WriteRung, work: (rung: WriteRung) => Promise<T>): Promise<T> {
    try {
      return await work(rung);
    } catch (error) {
      // The older rung reads where every server can be read; whether it can write shows at the first write.
      throw isAbsent(error) ? this.noRung() : error;
    }
  }

  private async probe<T>(work: (rung: WriteRung) => Promise<T>): Promise<T> {
    for (const [name, rung] of this.ladder) {
      try {
        const result = await work(rung);
        this.choose(name, rung);
        return result;
      } catch (error) {
        if (isAbsent(error)) continue;
        // Any word of the API itself proves that the rung is there.
        if ((error instanceof HttpError && error.kind === "refused") || error instanceof PlatformError)
          this.choose(name, rung);
        throw error;
      }
    }
    throw this.noRung();
  }

  private choose(name: WriteApiName, rung: WriteRung): void {
    this.chosen = rung;
    this.onChoice(name);
  }

  private noRung(): PlatformError {
    const wanted =
      this.pinned === undefined ? "neither of the flag APIs that it could be done with" : `no ${this.pinned} API`;
    const nextStep =
      this.pinned === undefined
        ? `The server must be ${NEEDS.experiments}.`
        : `The server must be ${NEEDS[this.pinned]}; or take write_api out of the provider block.`;
    return new PlatformError({
      code: "unsupported",
      attempted: "choose the API to read and write flags with",
      reason: `the server has ${wanted}`,
      nextStep,
      subject: "write_api",
    });
  }
}

/** A page instead of JSON at this address: there is no such route. A missing object would be told in JSON. */
function isAbsent(error: unknown): boolean {
  return error instanceof HttpError && error.kind === "not-json" && error.status === 404;
}
