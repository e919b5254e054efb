from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.foundation.accounts"
    label = "accounts"
