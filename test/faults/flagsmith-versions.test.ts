import { faultMatrix } from "./matrix";

faultMatrix("flagsmith", { flagsmith: { server: "2.200", versioning: true } }, "flagsmith (versions)");
