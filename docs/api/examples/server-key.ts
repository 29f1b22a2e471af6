import { FlagEnvironment, ServerKey } from "flagform";

new ServerKey(stack, "backend", {
  environment: FlagEnvironment.fromName(stack, "production", "production"),
  name: "backend",
});
