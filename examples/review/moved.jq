# A line for each flag that moves people, or perhaps: environment, flag, share, tab-separated.
#
#   flagform review plan --format json | jq -r -f moved.jq
.environments[] as $environment
| $environment.flags[]
| select(.moved_percent != 0)
| [$environment.name, .flag, (if .moved_percent == null then "unknown" else "\(.moved_percent) %" end)]
| @tsv
