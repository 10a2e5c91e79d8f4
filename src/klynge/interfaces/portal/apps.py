from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "klynge.interfaces.portal"
    label = "portal"
