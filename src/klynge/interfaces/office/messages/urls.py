"""Messages to many members at once."""

from django.urls import path

from . import topics, views, writing

app_name = "messages"
urlpatterns = [
    path("", views.message_list, name="list"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<int:pk>/ending/", topics.end, name="end_topic"),
    path("new/", writing.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/preview/<int:recipient>/", views.preview, name="preview"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/tests/<int:recipient>/", writing.try_out, name="try"),
    path("<int:pk>/release/", writing.release, name="release"),
    path("<int:pk>/discarding/", writing.discard, name="discard"),
]
