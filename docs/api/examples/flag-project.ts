import { FlagProject } from "flagform";

new FlagProject(stack, "shop", { name: "Shop", deletionProtection: true });
