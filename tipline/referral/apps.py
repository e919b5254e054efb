from django.apps import AppConfig


class ReferralConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.referral"
    label = "referral"
