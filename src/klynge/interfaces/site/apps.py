from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "klynge.interfaces.site"
    label = "site"
