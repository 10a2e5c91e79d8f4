"""Programmes: start, call, decide, sign, report."""

from django.urls import path

from . import deciding, hours, views, writing

app_name = "programmes"
urlpatterns = [
    path("", views.programme_list, name="list"),
    path("new/", writing.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/milestones/", writing.milestone, name="milestone"),
    path("<int:pk>/milestones/<int:milestone>/", writing.reach, name="reach"),
    path("<int:pk>/calls/", writing.call, name="call"),
    path("<int:pk>/applications/<int:application>/", deciding.application, name="application"),
    path("<int:pk>/seats/<int:seat>/", deciding.end, name="end"),
    path("<int:pk>/hours/", hours.sheet, name="hours"),
    path("<int:pk>/hours/<int:entry>/", hours.take_back, name="take_back"),
    path("<int:pk>/report.xlsx", hours.report, name="report"),
]
