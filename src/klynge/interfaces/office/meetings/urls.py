"""Meeting days."""

from django.urls import path

from . import board, guests, planning, preparing, views

app_name = "meetings"
urlpatterns = [
    path("", views.day_list, name="list"),
    path("new/", preparing.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", preparing.edit, name="edit"),
    path("<int:pk>/slots/", preparing.slots, name="slots"),
    path("<int:pk>/wishes/", preparing.wishes, name="wishes"),
    path("<int:pk>/participants/", guests.guest_list, name="guests"),
    path("<int:pk>/participants/add/", guests.add, name="add_guest"),
    path("<int:pk>/participants/<int:guest>/", guests.guest, name="guest"),
    path("<int:pk>/participants/<int:guest>/order/", guests.sequence, name="sequence"),
    path("<int:pk>/participants/<int:guest>/removal/", guests.remove, name="remove_guest"),
    path("<int:pk>/planning/", planning.planning, name="planning"),
    path("<int:pk>/planning/order/", planning.order, name="order"),
    path("<int:pk>/planning/<int:number>/publication/", planning.publish, name="publish"),
    path("<int:pk>/tables/", board.tables, name="tables"),
    path("<int:pk>/board/", board.board, name="board"),
    path("<int:pk>/board/<int:guest>/", board.note, name="note"),
    path("<int:pk>/report/", views.report, name="report"),
]
