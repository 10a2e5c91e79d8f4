"""People: the list, one person, and what is done with one."""

from django.urls import path

from . import asking, changing, consents, exporting, forgetting, ties, views

app_name = "people"
urlpatterns = [
    path("", views.people_list, name="list"),
    path("new/", changing.new, name="new"),
    path("requests/<int:pk>/", asking.answer, name="answer"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", changing.edit, name="edit"),
    path("<int:pk>/export/", exporting.export, name="export"),
    path("<int:pk>/forgetting/", forgetting.forgetting, name="forget"),
    path("<int:pk>/emails/", changing.add_email, name="add_email"),
    path("<int:pk>/emails/<int:email>/removal/", changing.remove_email, name="remove_email"),
    path("<int:pk>/affiliations/", ties.start, name="start"),
    path("<int:pk>/affiliations/<int:affiliation>/end/", ties.end, name="end"),
    path("<int:pk>/roles/", ties.give_role, name="give_role"),
    path("<int:pk>/roles/<int:role>/end/", ties.end_role, name="end_role"),
    path("<int:pk>/consents/<slug:purpose>/", consents.give, name="give_consent"),
    path("<int:pk>/consents/<slug:purpose>/withdrawal/", consents.withdraw, name="withdraw_consent"),
    path("<int:pk>/subscription/", changing.subscribe, name="subscribe"),
    path("<int:pk>/subscriptions/<int:subscription>/withdrawal/", changing.unsubscribe, name="unsubscribe"),
]
