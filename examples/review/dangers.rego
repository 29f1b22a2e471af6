# Some dangers are let through only with a label on the pull request, which the pipeline passes in:
#
#   flagform review plan --format json | jq --argjson labels "$LABELS" '{ review: ., labels: $labels }' > input.json
#   opa eval --fail-defined --data dangers.rego --input input.json 'data.flagform.dangers.deny[_]'
package flagform.dangers

import rego.v1

needs := {
	"kill-lifted": "incident-over",
	"flag-deleted": "clean-up",
	"others-removed": "talked-about",
}

deny contains message if {
	some danger in input.review.dangers
	label := needs[danger.id]
	not label in input.labels
	message := concat(" ", [danger.id, "needs the label", label, "on the pull request:", danger.text])
}
