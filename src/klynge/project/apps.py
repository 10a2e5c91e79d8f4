from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "klynge.project"
    label = "project"

    def ready(self) -> None:
        from klynge.core import jobs

        from . import schedule
        from .reactions import REACTIONS

        jobs.wire(REACTIONS)
        schedule.register()
