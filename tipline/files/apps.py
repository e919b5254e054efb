from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Django's entry for this package."""

    name = "tipline.files"
    label = "files"
