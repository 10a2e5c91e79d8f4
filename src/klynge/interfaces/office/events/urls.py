"""Events: plan, open, see who comes."""

from django.urls import path

from . import attendees, doing, door, export, papers, speakers, views, writing

app_name = "events"
urlpatterns = [
    path("", views.event_list, name="list"),
    path("new/", writing.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("door/<str:code>/", door.ticket, name="ticket"),
    path("<int:pk>/door/", door.door, name="door"),
    path("<int:pk>/door/scans/", door.scans, name="scans"),
    path("<int:pk>/door/worker.js", door.worker, name="door_worker"),
    path("<int:pk>/badges.pdf", papers.badges, name="badges"),
    path("<int:pk>/certificates.pdf", papers.certificates, name="certificates"),
    path("<int:pk>/speakers/", speakers.add, name="speaker_add"),
    path("<int:pk>/speakers/<int:speaker>/asking/", speakers.ask, name="speaker_ask"),
    path("<int:pk>/speakers/<int:speaker>/removal/", speakers.remove, name="speaker_remove"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/publication/", doing.publish, name="publish"),
    path("<int:pk>/cancellation/", doing.cancel, name="cancel"),
    path("<int:pk>/discarding/", doing.discard, name="discard"),
    path("<int:pk>/attendees/", attendees.add, name="add"),
    path("<int:pk>/attendees.xlsx", export.attendees, name="export"),
    path("<int:pk>/attendees/<int:registration>/cancellation/", attendees.cancel, name="cancel_attendee"),
    path("<int:pk>/attendees/<int:registration>/attendance/", attendees.attendance, name="attendance"),
]
