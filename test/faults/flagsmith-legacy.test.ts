import { faultMatrix } from "./matrix";

faultMatrix("flagsmith", { flagsmith: { server: "2.200", versioning: false } }, "flagsmith (legacy)");
