import { FlagsmithProvider } from "flagform";

// The key comes from FLAGSMITH_MASTER_API_KEY where Terraform runs.
new FlagsmithProvider(stack, "flagsmith", { project: "Shop", host: "https://flags.example.com" });
