import type { Clock } from "../../../../http/clock";
import { HttpError } from "../../../../http/http-error";
import { EditQueue } from "../../../adapter/edits/edit-queue";
import type { Environment } from "../../../port/environment";
import type { BulkRow } from "../../api/trait-client";

const LARGEST_BATCH = 100;

/** Collects trait writes of many identities in an environment into few requests. */
export class TraitBatches {
  private readonly queue: EditQueue<Environment, BulkRow, undefined>;

  constructor(send: (environment: Environment, rows: readonly BulkRow[]) => Promise<void>, clock: Clock) {
    this.queue = new EditQueue(
      {
        keyOf: ({ clientKey }) => clientKey,
        write: async (environment, rows) => {
          for (let start = 0; start < rows.length; start += LARGEST_BATCH)
            await send(environment, rows.slice(start, start + LARGEST_BATCH));
          return undefined;
        },
        isRefusal: (error) => error instanceof HttpError && error.status === 400,
        split: (_environment, rows) => Promise.resolve(rows.map((row) => [row])),
      },
      clock,
    );
  }

  announce(name: string): void {
    this.queue.announce(name);
  }

  async submit(environment: Environment, row: BulkRow, announcedAs?: string): Promise<void> {
    await this.queue.submit(environment, row, announcedAs);
  }
}

/** The bulk endpoint does not exist or refuses this key: the administrators' endpoints are used instead. */
export function isBulkUnavailable(error: unknown): boolean {
  return error instanceof HttpError && [400, 403, 404, 405].includes(error.status ?? 0);
}
