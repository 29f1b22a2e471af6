import { App } from "cdktf";
import { checkoutStack } from "./stack.mjs";

const app = new App();
checkoutStack(app);
app.synth();
