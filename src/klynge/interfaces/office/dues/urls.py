"""Dues runs: plan, look, release, follow."""

from django.urls import path

from . import views

app_name = "dues"
urlpatterns = [
    path("", views.run_list, name="list"),
    path("plan/", views.plan, name="plan"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/release/", views.release, name="release"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/resumption/", views.resume, name="resume"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/lines.csv", views.lines_csv, name="lines_csv"),
    path("<int:pk>/lines/<int:line>/", views.line, name="line"),
]
