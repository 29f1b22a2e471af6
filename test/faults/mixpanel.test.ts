import { faultMatrix } from "./matrix";

faultMatrix("mixpanel");
