from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "klynge.networks"
    label = "networks"
