"""Members: the list, one member, and what is done with one."""

from django.urls import path

from . import adjusting, ending, facts, joining, listing, merging, showing

app_name = "members"
urlpatterns = [
    path("", listing.member_list, name="list"),
    path("members.csv", listing.members_csv, name="csv"),
    path("members.xlsx", listing.members_xlsx, name="xlsx"),
    path("views/", listing.save, name="save_view"),
    path("views/<int:view>/delete/", listing.delete, name="delete_view"),
    path("new/", joining.new, name="new"),
    path("<int:pk>/", showing.detail, name="detail"),
    path("<int:pk>/edit/", facts.edit, name="edit"),
    path("<int:pk>/size/", facts.declare, name="size"),
    path("<int:pk>/sizes/<int:size>/confirmation/", facts.confirm, name="confirm_size"),
    path("<int:pk>/contact/", facts.contact, name="contact"),
    path("<int:pk>/parent/", facts.parent, name="parent"),
    path("<int:pk>/merger/", merging.merge, name="merge"),
    path("<int:pk>/mergers/<int:merger>/undoing/", merging.undo, name="unmerge"),
    path("<int:pk>/type/", joining.change_type, name="type"),
    path("<int:pk>/reinstatement/", joining.reinstate, name="reinstate"),
    path("<int:pk>/resignation/", ending.resign, name="resign"),
    path("<int:pk>/resignation/withdrawal/", ending.withdraw, name="withdraw"),
    path("<int:pk>/exclusion/", ending.exclude, name="exclude"),
    path("<int:pk>/annulment/", ending.annul, name="annul"),
    path("<int:pk>/adjustment/", adjusting.adjust, name="adjust"),
    path("<int:pk>/adjustments/<int:adjustment>/withdrawal/", adjusting.withdraw, name="withdraw_adjustment"),
]
