"""Editions of the newsletter: compose, look, let leave."""

from django.urls import path

from . import leaving, views, writing

app_name = "newsletters"
urlpatterns = [
    path("", views.edition_list, name="list"),
    path("new/", writing.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/readers/", views.readers, name="readers"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/test/", leaving.try_out, name="try"),
    path("<int:pk>/release/", leaving.release, name="release"),
    path("<int:pk>/schedule/", leaving.schedule, name="schedule"),
    path("<int:pk>/discarding/", leaving.discard, name="discard"),
]
