import { faultMatrix } from "./matrix";

faultMatrix("flagsmith", { flagsmith: { server: "2.265" } }, "flagsmith (__future__)");
