"""What the policies of examples/review say of a review, which is read from the standard input, as JSON."""

import json
import sys
from pathlib import Path

import jq
from opa_eval import OpaEval

EXAMPLES = Path(__file__).parents[3] / "examples" / "review"


def denied(policy: str, given: object) -> list[str]:
    evaluation = OpaEval(str(EXAMPLES / f"{policy}.rego"), query=f"data.flagform.{policy}.deny")
    return sorted(json.loads(evaluation.evaluate(json.dumps(given))))


review = json.load(sys.stdin)
print(
    json.dumps(
        {
            "block": denied("block", review),
            "dangers": denied("dangers", {"review": review, "labels": []}),
            "labelled": denied("dangers", {"review": review, "labels": ["clean-up", "incident-over"]}),
            "moved": jq.compile((EXAMPLES / "moved.jq").read_text()).input_value(review).all(),
        }
    )
)
