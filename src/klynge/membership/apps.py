from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "klynge.membership"
    label = "membership"
