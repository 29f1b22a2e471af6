// The same stack as ../stack.mjs, in Go.
package main

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/flagform/flagform-go/flagform"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

func main() {
	app := cdktf.NewApp(nil)
	checkout(app)
	app.Synth()
}

func checkout(scope constructs.Construct) {
	stack := cdktf.NewTerraformStack(scope, jsii.String("checkout"))

	// Server, key and project come from FLAGSMITH_HOST, FLAGSMITH_MASTER_API_KEY and FLAGSMITH_PROJECT where Terraform runs.
	flagform.NewFlagsmithProvider(stack, jsii.String("flagsmith"), &flagform.FlagsmithProviderProps{})

	// Environments are usually there already: they are looked up, and a name that does not exist is an error at plan.
	staging := flagform.FlagEnvironment_Lookup(stack, jsii.String("staging"), &flagform.FlagEnvironmentLookupProps{
		Name: jsii.String("staging"),
	})
	production := flagform.FlagEnvironment_Lookup(stack, jsii.String("production"), &flagform.FlagEnvironmentLookupProps{
		Name: jsii.String("production"),
	})

	betaTesters := flagform.NewSegment(stack, jsii.String("beta-testers"), &flagform.SegmentProps{
		Name:        jsii.String("beta testers"),
		Description: jsii.String("Adults on the islands who pay, or who work here."),
		Conditions: &[]flagform.Condition{
			flagform.Trait_Of(jsii.String("country")).OneOf(jsii.String("GB"), jsii.String("IE")),
			flagform.Trait_Of(jsii.String("age")).AtLeast(jsii.Number(18)),
			flagform.Condition_Any(
				flagform.Trait_Of(jsii.String("plan")).EqualTo(jsii.String("pro")),
				flagform.Trait_Of(jsii.String("email")).Contains(jsii.String("@example.com")),
			),
		},
	})

	itemLimit := flagform.NewFeatureFlag(stack, jsii.String("item-limit"), &flagform.FeatureFlagProps{
		Key:         jsii.String("checkout-item-limit"),
		Type:        flagform.FlagType_INTEGER,
		Description: jsii.String("How many items the new checkout takes. Off: the classic checkout."),
		OnDestroy:   flagform.FlagRemoval_DELETE,
	})

	itemLimit.Define(staging, &flagform.EnvironmentDefinitionOptions{
		Enabled: jsii.Bool(true),
		Serve:   flagform.Serve_Integer(jsii.Number(100)),
	})

	live := itemLimit.Define(production, &flagform.EnvironmentDefinitionOptions{
		Enabled: jsii.Bool(false),
		Serve:   flagform.Serve_Integer(jsii.Number(10)),
	})
	forBetaTesters := live.OverrideSegment(betaTesters, &flagform.SegmentOverrideOptions{
		Serve: flagform.Serve_Integer(jsii.Number(50)),
	})
	forSupport := live.OverrideIdentity(jsii.String("support-desk"), &flagform.IdentityOverrideOptions{
		Serve: flagform.Serve_Integer(jsii.Number(500)),
	})

	// Whatever depends on the gate is deployed after the flag, and the command runs again whenever one of these changes.
	gate := flagform.NewReleaseGate(stack, jsii.String("gate"), &flagform.ReleaseGateProps{
		After:   &[]flagform.IRevisioned{live, forBetaTesters, forSupport},
		Command: jsii.String(`echo "the checkout flag is in place"`),
	})

	// In place of a service of yours.
	cdktf.NewDataResource(stack, jsii.String("service"), &cdktf.DataConfig{
		Input:     &map[string]interface{}{"image": "checkout:2"},
		DependsOn: &[]cdktf.ITerraformDependable{gate},
	})
}
