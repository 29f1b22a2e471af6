import { faultMatrix } from "./matrix";

faultMatrix("flagsmith", "2.240");
