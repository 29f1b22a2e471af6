import { faultMatrix } from "./matrix";

faultMatrix("flagsmith", { flagsmith: { server: "2.240" } }, "flagsmith (experiments)");
