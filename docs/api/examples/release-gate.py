from cdktf import DataResource
from flagform import FeatureFlag, FlagEnvironment, ReleaseGate

checkout = FeatureFlag(stack, "checkout", key="new-checkout")
live = checkout.define(FlagEnvironment.from_name(stack, "production", "production"), enabled=False)
gate = ReleaseGate(stack, "gate", after=[live], command="./purge-cache.sh")
DataResource(stack, "service", input={"image": "checkout:2"}, depends_on=[gate])
