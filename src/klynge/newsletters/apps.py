from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    name = "klynge.newsletters"
    label = "newsletters"
