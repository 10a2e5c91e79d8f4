"""The outbox: batches, their release, every mail and its log."""

from django.urls import path

from . import mails, views

app_name = "outbox"
urlpatterns = [
    path("", views.batch_list, name="list"),
    path("log/", views.log, name="log"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/release/", views.release, name="release"),
    path("<int:pk>/skip/", views.skip, name="skip"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("mails/<int:pk>/", mails.show, name="mail"),
    path("mails/<int:pk>/preview/", mails.preview, name="preview"),
    path("mails/<int:pk>/attachment/", mails.attachment, name="attachment"),
    path("mails/<int:pk>/skip/", mails.skip, name="mail_skip"),
    path("mails/<int:pk>/retry/", mails.retry, name="mail_retry"),
    path("mails/<int:pk>/copy/", mails.copy, name="mail_copy"),
]
