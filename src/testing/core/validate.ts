import { throwFailures } from "../failure";
import { decodeBody } from "../stack/decode-body";
import { evaluate } from "../stack/evaluate";
import type { Phase } from "./phase";

/**
 * `terraform validate`: every block checked against its schema and validated by its provider, with only literals known.
 */
export async function validateStack(phase: Phase): Promise<void> {
  const { configuration, dependencies, values } = phase;
  const checks: Promise<void>[] = [];
  for (const [key, { body }] of configuration.providers) {
    const check = async (): Promise<void> => {
      dependencies.ofProvider(key);
      const config = await phase.providerConfig(key);
      if (body.size > 0) phase.accept(await (await phase.provider(key)).validateProvider(config));
    };
    checks.push(check());
  }
  for (const resource of configuration.resources.values()) {
    const check = async (): Promise<void> => {
      const { id, type, mode, provider: key } = resource;
      dependencies.ofResource(resource);
      const target = { address: id, type };
      const schema = mode === "data" ? await phase.dataSchema(key, type, id) : await phase.resourceSchema(key, type, id);
      const [instance] = values.expand(resource);
      const config = decodeBody(resource.body, schema, values.scope(instance?.repetition), id);
      const provider = await phase.provider(key);
      phase.accept(
        mode === "data" ? await provider.validateData(target, config) : await provider.validateResource(target, config),
      );
    };
    checks.push(check());
  }
  for (const [name, output] of configuration.outputs) {
    const check = (): Promise<void> => {
      dependencies.ofOutput(name);
      evaluate(output.value, values.scope());
      return Promise.resolve();
    };
    checks.push(Promise.resolve().then(check));
  }
  const results = await Promise.allSettled(checks);
  throwFailures(results.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : [])));
}
