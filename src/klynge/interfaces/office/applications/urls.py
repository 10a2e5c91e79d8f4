"""Applications for membership."""

from django.urls import path

from . import deciding, views

app_name = "applications"
urlpatterns = [
    path("", views.application_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/approval/", deciding.approve, name="approve"),
    path("<int:pk>/answer/<slug:state>/", deciding.answer, name="answer"),
]
