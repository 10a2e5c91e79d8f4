"""Fee schedules: look, draft, check, adopt, compare."""

from django.urls import path

from . import editing, views

app_name = "schedules"
urlpatterns = [
    path("", views.schedule_list, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/adopt/", views.adopt, name="adopt"),
    path("<int:pk>/copy/", views.copy, name="copy"),
    path("<int:pk>/compare/", views.compare, name="compare"),
]
