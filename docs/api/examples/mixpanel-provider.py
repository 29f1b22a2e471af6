from flagform import MixpanelProject, MixpanelProvider

# A service account comes from MIXPANEL_USERNAME and MIXPANEL_SECRET where Terraform runs.
MixpanelProvider(
    stack,
    "mixpanel",
    environments={"staging": MixpanelProject.of("1234567"), "production": MixpanelProject.of("7654321")},
)
