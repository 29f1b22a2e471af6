import { FlagEnvironment } from "flagform";

new FlagEnvironment(stack, "preview", { name: "preview", description: "One for each pull request" });
