import type { SentRequest } from "../../../src/http/request";
import { FLAG, NAMED } from "../../four-platforms/listed/shared-unit";
import { hastyClock } from "../../support/clocks";
import { type Bodies, PlatformWorkbench, refusal } from "../../support/platform-workbench";

/** Somebody publishes a version of the flag after each list of its states, so that the list of links is that of the next version. */

const OVERRIDE = { ...NAMED, flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const stack = (more: object): Bodies => ({
  ...FLAG,
  segment_override: { beta: { ...OVERRIDE, segment: "beta", enabled: true, ...more } },
});
const ERROR = /Could not read flag checkout in environment production.*each of the 6 times that they were read/s;

interface Busy {
  readonly workbench: PlatformWorkbench;
  /** Whether somebody publishes after this request, if it is a list of states. */
  isBusy: (request: SentRequest) => boolean;
}

async function started(server: "2.200" | "2.240"): Promise<Busy> {
  let publish: () => void = () => undefined;
  const onRequest = (request: SentRequest): void => {
    if (busy.isBusy(request) && request.path.includes("/features/featurestates/")) publish();
  };
  const hooks = { clock: hastyClock(), onRequest };
  const workbench = await PlatformWorkbench.start("flagsmith", { flagsmith: { server, versioning: true }, hooks });
  const busy: Busy = { workbench, isBusy: () => false };
  await workbench.apply(stack({}));
  const look = <T>(path: string): T => JSON.parse(workbench.server.write("GET", path).body) as T;
  const [project] = look<{ id: number }[]>("/api/v1/projects/");
  const { id: environment } = look<{ id: number }>("/api/v1/environments/production-key/");
  const features = look<{ results: { id: number }[] }>(`/api/v1/projects/${String(project?.id)}/features/`);
  const path = `/api/v1/environments/${String(environment)}/features/${String(features.results[0]?.id)}/versions/`;
  const body = { publish_immediately: true, feature_states_to_update: [{ feature_segment: null, enabled: true }] };
  publish = () => void workbench.server.write("POST", path, body);
  return busy;
}

test("an apply fails, nothing is lost or written, and it works once it is quiet", async () => {
  const busy = await started("2.200");
  const { workbench } = busy;
  try {
    const plan = await workbench.plan(stack({ enabled: false }));
    busy.isBusy = () => true;
    expect(JSON.stringify(await refusal(workbench.driver.apply(plan)))).toMatch(ERROR);
    busy.isBusy = () => false;
    expect(await workbench.evaluate("production", "checkout", { identity: "b1", traits: { plan: "beta" } })).toBe(true);
    expect(workbench.attributes("segment_override.beta")["enabled"]).toBe(true);

    await workbench.apply(stack({ enabled: false }));
    expect((await workbench.plan(stack({ enabled: false }))).empty).toBe(true);
  } finally {
    await workbench.stop();
  }
});

test("a write that the server confirmed is done, with a warning that it could not be read back", async () => {
  const busy = await started("2.240");
  const { workbench } = busy;
  try {
    let isWritten = false;
    busy.isBusy = ({ path }) => {
      isWritten ||= path.includes("/experiments/");
      return isWritten;
    };
    const { warnings } = await workbench.driver.apply(await workbench.plan(stack({ priority: 3 })));
    expect(JSON.stringify(warnings)).toMatch(
      /The change was written, but the priorities could not be read afterwards.*each of the 6 times that they were read/,
    );
    busy.isBusy = () => false;
    expect((await workbench.plan(stack({ priority: 3 }))).empty).toBe(true);
  } finally {
    await workbench.stop();
  }
});
