from django.apps import AppConfig


class DeconflictionConfig(AppConfig):
    """The `deconfliction` capability."""

    name = "tipline.deconfliction"
    label = "deconfliction"
