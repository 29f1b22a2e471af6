import { App } from "cdktf";
import { shop } from "./shop.mjs";

const app = new App();
shop(app);
app.synth();
