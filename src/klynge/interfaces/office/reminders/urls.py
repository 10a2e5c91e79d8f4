"""Reminders."""

from django.urls import path

from . import doing, rules, views

app_name = "reminders"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("sent/", views.sent, name="sent"),
    path("send/", doing.send, name="send"),
    path("rule/", rules.rule, name="rule"),
    path("rule/<slug:audience>/", rules.steps, name="steps"),
    path("rates/", rules.rates, name="rates"),
    path("dispute/<str:number>/", doing.dispute, name="dispute"),
    path("dispute/<str:number>/close/", doing.settle, name="settle"),
    path("pause/<str:number>/", doing.pause, name="pause"),
    path("pause/<str:number>/end/", doing.resume, name="resume"),
]
