import type { HttpHooks } from "../../../src/http/http-options";
import type { HttpRequest, RawAnswer } from "../../../src/http/request";
import { flagformProvider } from "../../../src/resources/provider/provider";
import { hclog } from "../../../src/terraform/server/transport/hclog";
import { startServer } from "../../../src/terraform/start-server";
import { Driver } from "../../../src/testing/driver";
import { DriverError } from "../../../src/testing/failure";
import { stackOf, type Started, type Subject, SUBJECTS } from "../../secrets/subjects";
import { asText, leaks } from "../../support/canary";
import { rawAnswer } from "../../support/fake-wire";
import { fc } from "../../support/fast-check";
import { SOURCE } from "../../support/platform-workbench";
import { ParallelClock } from "../../support/virtual-clock";
import { DEEP_TIMEOUT_MS, holds } from "../deep";
import { Reused } from "../reused";
import { Chance } from "./chance";
import { mutated } from "./hostile";

/**
 * A platform answers in the API's own shape but for something in one place: a field of another type, another value, one that is missing
 * or new. Plans and applies end well or with an error that says what is wrong; nothing crashes, goes on for ever, or tells the credential.
 */

/** More than any case asks: a list that never ends is given up after a thousand pages. */
const MOST_REQUESTS = 5000;
const DEFECT =
  /report this|Cannot read|is not a function|is not iterable|did not expect|undefined|\[object|NaN|Invalid input/;

/** Whether anything was altered, and how runs ended. */
const counts = { altered: 0, results: 0, errors: 0 };

/** One platform with a flag in place, whose answers can be changed on their way. */
class Altered {
  private logged: string[] = [];
  private count = 0;
  private clock = new ParallelClock();
  private alter: ((answer: unknown) => unknown) | undefined;
  private readonly driver: Driver;

  private constructor(
    private readonly subject: Subject,
    private readonly started: Started,
  ) {
    const clock = (): ParallelClock => this.clock;
    const hooks: HttpHooks = {
      get clock() {
        return clock();
      },
      intercept: (request) => this.answer(request),
      variables: {},
    };
    const log = hclog("flagform", { TF_LOG: "trace" }, (line) => this.logged.push(line));
    this.driver = new Driver({ source: SOURCE, launch: () => startServer(flagformProvider("0.0.0-test", hooks), { log }) });
  }

  static async start(subject: Subject): Promise<Altered> {
    const altered = new Altered(subject, await subject.start());
    await altered.driver.apply(await altered.driver.plan(altered.stack("before")));
    return altered;
  }

  stop(): Promise<void> {
    return this.started.server.stop();
  }

  private stack(description: string, settings: object = {}): object {
    const { provider, server } = this.started;
    return stackOf({ ...provider(server.url), ...settings }, description);
  }

  private async answer({ method, path, body, headers }: HttpRequest): Promise<RawAnswer | undefined> {
    if (!this.alter) return undefined;
    if (++this.count > MOST_REQUESTS) throw new Error("too many requests");
    const answer = await fetch(this.started.server.url + path, {
      method,
      headers: { ...headers, ...this.credential, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const named = Object.fromEntries(answer.headers.entries());
    const isJson = /^\s*[[{]/.test(text);
    return rawAnswer(answer.status, isJson ? this.alter(JSON.parse(text)) : text, named);
  }

  private get credential(): Readonly<Record<string, string>> {
    const { secret, prefix = "" } = this.subject.canary;
    if (this.subject.name === "Flagsmith") return { authorization: `Api-Key ${prefix}${secret}` };
    if (this.subject.name === "Mixpanel")
      return { authorization: `Basic ${Buffer.from(prefix + secret).toString("base64")}` };
    return { authorization: `Bearer ${secret}` };
  }

  /** One plan, and its apply where there is one; one answer in some is altered. Gives what was said. */
  async run(chance: Chance): Promise<{ readonly said: string; readonly leaks: readonly string[] }> {
    this.logged = [];
    this.count = 0;
    this.clock = new ParallelClock();
    const begins = chance.below(6);
    const every = 1 + chance.below(4);
    let seen = 0;
    const isAnew = chance.oneIn(3);
    const driver = this.driver.withState(isAnew ? { ...this.driver.state, instances: [] } : this.driver.state);
    const settings = chance.oneIn(2) ? { refresh: "exact" } : {};
    const said: string[] = [];
    this.alter = (answer) => {
      if (seen++ < begins || !chance.oneIn(every)) return answer;
      counts.altered++;
      return mutated(chance, answer);
    };
    try {
      const plan = await driver.plan(this.stack(chance.pick(["before", "after"]), settings), {
        destroy: chance.oneIn(8),
      });
      said.push(asText(plan.diagnostics));
      const { warnings } = await driver.apply(plan);
      said.push(asText(warnings));
      counts.results++;
    } catch (failure) {
      if (!(failure instanceof DriverError)) throw failure;
      counts.errors++;
      said.push(asText([failure.diagnostics, failure.warnings]), failure.message);
    } finally {
      this.alter = undefined;
    }
    const places = { said: said.join("\n"), state: asText(driver.state), log: this.logged.join("") };
    return { said: said.join("\n"), leaks: leaks(this.subject.canary, places) };
  }
}

afterAll(() => {
  process.stdout.write(`${JSON.stringify(counts)}\n`);
  expect(counts.altered).toBeGreaterThan(0);
  expect(counts.results).toBeGreaterThan(0);
  expect(counts.errors).toBeGreaterThan(0);
});

describe.each(SUBJECTS.filter(({ name }) => name !== "Split in Harness"))("$name", (subject) => {
  const all = new Reused(() => Altered.start(subject), 20);
  afterAll(() => all.stop());
  test(
    "answers that are not quite the API's end in a result or an error that says so",
    () =>
      holds(`Altered answers of ${subject.name}`, { part: 12, whole: 2000 }, fc.integer(), async (seed) => {
        const altered = await all.take();
        const outcome = await altered.run(new Chance(seed));
        expect(outcome.leaks).toEqual([]);
        expect(outcome.said).not.toMatch(DEFECT);
      }),
    DEEP_TIMEOUT_MS,
  );
});
