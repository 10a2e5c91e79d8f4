from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "klynge.directory"
    label = "directory"
