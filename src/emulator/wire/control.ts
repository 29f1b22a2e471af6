import { z, ZodError } from "zod";
import type { Backend } from "./backend";
import { QuestionError } from "./backend";
import type { Faults } from "./fault";
import type { RequestLog } from "./request-log";
import { same } from "./server/credential";
import type { Reply } from "./server/reply";
import { empty, json } from "./server/reply";
import type { RawRequest } from "./server/request";

export const CONTROL_PREFIX = "/__emulator__/";

/**
 * The control endpoint: faults, the log of requests, and what somebody is served. It requires the control token
 * (`Authorization: Bearer TOKEN`); requests to it are neither counted nor throttled.
 */
export class Control {
  private readonly token: string;
  private readonly faults: Faults;
  private readonly log: RequestLog;
  private readonly backend: Backend;

  constructor(token: string, faults: Faults, log: RequestLog, backend: Backend) {
    this.token = token;
    this.faults = faults;
    this.log = log;
    this.backend = backend;
  }

  /** Checks the token before the body is read. */
  refuse(headers: RawRequest["headers"]): Reply | undefined {
    if (!same(headers.authorization ?? "", `Bearer ${this.token}`)) {
      return json(
        { detail: "The control endpoint requires the emulator's control token: Authorization: Bearer TOKEN." },
        401,
      );
    }
    return undefined;
  }

  /** Answers a request that has passed the token check. */
  answer(raw: RawRequest): Reply {
    const path = raw.target.split("?")[0] ?? "";
    switch (`${raw.method} ${path}`) {
      case "GET /__emulator__/requests":
        return json({ counts: this.log.counts(), requests: this.log.all() });
      case "DELETE /__emulator__/requests":
        this.log.reset();
        return empty();
      case "GET /__emulator__/faults":
        return json({ faults: this.faults.list() });
      case "POST /__emulator__/faults":
        return this.addFaults(raw.body);
      case "DELETE /__emulator__/faults":
        this.faults.clear();
        return empty();
      case "POST /__emulator__/evaluate":
        return this.evaluate(raw.body);
      default:
        return json(
          {
            detail:
              "Unknown control request. Available: GET and DELETE requests, GET, POST and DELETE faults, POST evaluate.",
          },
          404,
        );
    }
  }

  private addFaults(body: string): Reply {
    return readable(body, (parsed) => {
      const specs: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
      for (const each of specs) {
        this.faults.add(each, () => this.backend.snapshot());
      }
      return json({}, 201);
    });
  }

  private evaluate(body: string): Reply {
    const { backend } = this;
    if (!backend.evaluate) return json({ detail: "This platform's own API evaluates flags: use that." }, 404);
    return readable(body, (question) => json(backend.evaluate?.(question)));
  }
}

/** Answers 400 with the error for an invalid body. */
function readable(body: string, use: (parsed: unknown) => Reply): Reply {
  try {
    return use(JSON.parse(body));
  } catch (failure) {
    if (failure instanceof ZodError) return json({ detail: z.prettifyError(failure) }, 400);
    if (failure instanceof SyntaxError || failure instanceof QuestionError) return json({ detail: failure.message }, 400);
    throw failure;
  }
}
