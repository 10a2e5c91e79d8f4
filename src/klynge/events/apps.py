from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "klynge.events"
    label = "events"
