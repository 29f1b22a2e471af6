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
	message := sprintf("%s in %s: %v %% of users move at once, and the limit is %v %%", [flag.flag, environment.name, flag.moved_percent, limit])
}

deny contains message if {
	some environment in input.environments
	environment.production
	some flag in environment.flags
	flag.moved_percent == null
	message := sprintf("%s in %s: the plan does not tell how many users move", [flag.flag, environment.name])
}
