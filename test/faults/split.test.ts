import { faultMatrix } from "./matrix";

faultMatrix("split");
