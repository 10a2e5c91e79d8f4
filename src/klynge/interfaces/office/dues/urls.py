"""Dues runs: plan, look, release, follow."""

from django.urls import path

from . import terms, views

app_name = "dues"
urlpatterns = [
    path("", views.run_list, name="list"),
    path("plan/", views.plan, name="plan"),
    path("terms/", terms.terms, name="terms"),
    path("terms/new/", terms.new_term, name="new_term"),
    path("terms/<int:pk>/closing/", terms.close_term, name="close_term"),
    path("terms/<int:pk>/opening/", terms.reopen_term, name="reopen_term"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/release/", views.release, name="release"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/resumption/", views.resume, name="resume"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/lines.csv", views.lines_csv, name="lines_csv"),
    path("<int:pk>/lines/<int:line>/", views.line, name="line"),
]
