"""Focus networks: found them, fill them, meet."""

from django.urls import path

from . import leading, meetings, papers, seats, threads, views, writing

app_name = "networks"
urlpatterns = [
    path("", views.network_list, name="list"),
    path("new/", writing.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/closing/", writing.close, name="close"),
    path("<int:pk>/officers/", leading.appoint, name="appoint"),
    path("<int:pk>/officers/<int:officer>/", leading.end, name="end_office"),
    path("<int:pk>/seats/", seats.add, name="add"),
    path("<int:pk>/seats/<int:seat>/", seats.answer, name="seat"),
    path("<int:pk>/discussions/", threads.thread_list, name="threads"),
    path("<int:pk>/discussions/<int:thread>/", threads.thread, name="thread"),
    path("<int:pk>/discussions/<int:thread>/closing/", threads.close, name="close_thread"),
    path("<int:pk>/discussions/<int:thread>/posts/<int:post>/removal/", threads.remove, name="remove_post"),
    path("<int:pk>/news/", leading.announce, name="announce"),
    path("<int:pk>/documents/", papers.add, name="add_paper"),
    path("<int:pk>/documents/<int:paper>/", papers.show, name="paper"),
    path("<int:pk>/documents/<int:paper>/removal/", papers.remove, name="remove_paper"),
    path("<int:pk>/meetings/new/", meetings.new, name="new_meeting"),
    path("<int:pk>/meetings/<int:meeting>/", meetings.detail, name="meeting"),
    path("<int:pk>/meetings/<int:meeting>/edit/", meetings.edit, name="edit_meeting"),
    path("<int:pk>/meetings/<int:meeting>/minutes/", meetings.minutes, name="minutes"),
    path("<int:pk>/meetings/<int:meeting>/attendance/", meetings.attendance, name="attendance"),
    path("<int:pk>/meetings/<int:meeting>/cancellation/", meetings.cancel, name="cancel_meeting"),
]
