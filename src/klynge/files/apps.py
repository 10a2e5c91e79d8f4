from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "klynge.files"
    label = "files"
