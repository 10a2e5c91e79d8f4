"""Member files: upload, look at every row, answer, read in, get the faulty rows back."""

from django.urls import path

from . import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.rehearsal, name="rehearsal"),
    path("<int:pk>/columns/", views.columns, name="columns"),
    path("<int:pk>/rows/<int:number>/answer/", views.answer, name="answer"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/rejects/", views.rejects, name="rejects"),
]
