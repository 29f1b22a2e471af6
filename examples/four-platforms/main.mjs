// A new search on any of four platforms: on in preview; in production for beta testers, for one person, and for a fifth of everyone
// else. FLAG_PLATFORM says where. Only the provider changes; where a platform has no words for something, a comment says what is
// said instead.
import { App, TerraformStack } from "cdktf";
import {
  Condition,
  FeatureFlag,
  FlagEnvironment,
  FlagsmithProvider,
  MixpanelProject,
  MixpanelProvider,
  Segment,
  Serve,
  SplitProvider,
  Trait,
  VercelProvider,
} from "flagform";

// Hosts, credentials and projects come from each platform's own environment variables (README.md), where Terraform runs.
const providers = {
  flagsmith: (stack) => new FlagsmithProvider(stack, "flags"),
  split: (stack) => new SplitProvider(stack, "flags"),
  vercel: (stack) => new VercelProvider(stack, "flags"),
  // Mixpanel has no environments: each is a project of its own.
  mixpanel: (stack) =>
    new MixpanelProvider(stack, "flags", {
      environments: {
        preview: MixpanelProject.of(process.env.MIXPANEL_PREVIEW_PROJECT ?? "1001"),
        production: MixpanelProject.of(process.env.MIXPANEL_PRODUCTION_PROJECT ?? "1002"),
      },
    }),
};

const platform = process.env.FLAG_PLATFORM ?? "flagsmith";
const provider = providers[platform];
if (provider === undefined) throw new Error(`FLAG_PLATFORM must be one of ${Object.keys(providers).join(", ")}`);

const app = new App();
// A stack, and so a state, for each platform.
const stack = new TerraformStack(app, `search-${platform}`);
provider(stack);

// Vercel has these two by itself, and Mixpanel's are mapped above: nobody makes them here.
const preview = FlagEnvironment.fromName(stack, "preview", "preview");
const production = FlagEnvironment.fromName(stack, "production", "production");

const betaTesters = new Segment(stack, "beta-testers", {
  name: "beta-testers",
  conditions: [Trait.of("plan").oneOf("pro", "enterprise")],
});

const search = new FeatureFlag(stack, "search", {
  key: "new-search",
  description: "The search that forgives typing errors.",
});

search.define(preview, { enabled: true });

const live = search.define(
  production,
  // Flagsmith has no splits of a boolean flag: it is off, and the override below turns it on for a fifth.
  platform === "flagsmith" ? { enabled: false } : { enabled: true, serve: Serve.split({ on: 20, off: 80 }) },
);
if (platform === "flagsmith") {
  live.overrideSegment(new Segment(stack, "a-fifth", { name: "a-fifth", conditions: [Condition.percentage(20)] }));
}
live.overrideSegment(betaTesters);
live.overrideIdentity("support-desk");

app.synth();
