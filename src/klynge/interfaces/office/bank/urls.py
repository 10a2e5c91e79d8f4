"""The bank."""

from django.urls import path

from . import accounts, choosing, deciding, entries, export, files, reconciling, worklist

app_name = "bank"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("aside/", worklist.set_aside, name="set_aside"),
    path("match/", worklist.match, name="match"),
    path("entries/", entries.entry_list, name="entries"),
    path("entries/csv/", export.entries_csv, name="csv"),
    path("entries/xlsx/", export.entries_xlsx, name="xlsx"),
    path("entries/<int:pk>/", entries.entry, name="entry"),
    path("entries/<int:pk>/accept/", deciding.accept, name="accept"),
    path("entries/<int:pk>/choose/", choosing.choose, name="choose"),
    path("entries/<int:pk>/aside/", deciding.aside, name="aside"),
    path("entries/<int:pk>/restore/", deciding.restore, name="restore"),
    path("entries/<int:pk>/reverse/", deciding.reverse, name="reverse"),
    path("entries/<int:pk>/return/", deciding.give_back, name="return"),
    path("files/", files.file_list, name="files"),
    path("files/new/", files.new, name="new_file"),
    path("reconciliation/", reconciling.reconciliation, name="reconciliation"),
    path("reconciliation/csv/", reconciling.reconciliation_csv, name="reconciliation_csv"),
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/new/", accounts.new, name="new_account"),
]
