"""Who is served what, before anything is deployed: python -m unittest. Needs no Terraform, no account and no network."""

import unittest

from cdktf import App
from flagform import ServedPerson, ServedStack
from stack import checkout_stack

FLAG = "checkout-item-limit"


class CheckoutTest(unittest.TestCase):
    served: ServedStack

    @classmethod
    def setUpClass(cls) -> None:
        cls.served = ServedStack(checkout_stack(App()))

    def test_beta_testers_get_the_new_checkout_in_production(self) -> None:
        tester = ServedPerson(traits={"country": "GB", "age": 30, "plan": "pro"})
        self.served.gets(
            environment="production", flag=FLAG, person=tester, enabled=True, value=50, reason="segment beta testers"
        )

    def test_whoever_is_too_young_keeps_the_classic_checkout(self) -> None:
        teenager = ServedPerson(traits={"country": "GB", "age": 17, "plan": "pro"})
        self.served.gets(environment="production", flag=FLAG, person=teenager, enabled=False, reason="default")

    def test_the_support_desk_can_order_as_much_as_it_likes(self) -> None:
        desk = ServedPerson(identity="support-desk")
        self.served.gets(
            environment="production", flag=FLAG, person=desk, value=500, reason="identity support-desk"
        )

    def test_everybody_has_the_new_checkout_in_staging(self) -> None:
        self.served.gets(environment="staging", flag=FLAG, enabled=True, value=100)
        self.assertEqual(self.served.shares(environment="staging", flag=FLAG), {"100": 100})


if __name__ == "__main__":
    unittest.main()
