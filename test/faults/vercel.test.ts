import { faultMatrix } from "./matrix";

faultMatrix("vercel");
