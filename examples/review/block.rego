# No more than a quarter of the users of production at once. Fails where the share is unknown, too.
#
#   flagform review plan --format json > review.json
#   opa eval --fail-defined --data block.rego --input review.json 'data.flagform.block.deny[_]'
package flagform.block

import rego.v1

limit := 25

deny contains message if {
	some environment in input.environments
	environment.production
	some flag in environment.flags
	flag.moved_percent > limit
	share := sprintf("%v", [flag.moved_percent])
	message := concat(" ", [flag.flag, "in", environment.name, "moves too many users at once:", share, "percent"])
}

deny contains message if {
	some environment in input.environments
	environment.production
	some flag in environment.flags
	flag.moved_percent == null
	message := concat(" ", [flag.flag, "in", environment.name, "moves users, and the plan does not show how many"])
}
