"""Engagement."""

from django.urls import path

from . import by_hand, company, network, views, weighing

app_name = "engagement"
urlpatterns = [
    path("", views.score_list, name="list"),
    path("risk/", views.risk, name="risk"),
    path("network/", network.network, name="network"),
    path("network.csv", network.table, name="network_csv"),
    path("weights/", views.weights, name="weights"),
    path("weights/draft/", weighing.draft, name="begin"),
    path("weights/<int:pk>/", weighing.edit, name="draft"),
    path("weights/<int:pk>/adopt/", weighing.adopt, name="adopt"),
    path("weights/<int:pk>/discard/", weighing.discard, name="discard"),
    path("weights/statement/", weighing.statement, name="statement_choice"),
    path("<int:pk>/", company.detail, name="company"),
    path("<int:pk>/contacts/", company.note, name="note"),
    path("<int:pk>/activities/", by_hand.add, name="add"),
    path("<int:pk>/activities/<int:activity>/", by_hand.take_back, name="take_back"),
    path("<int:pk>/statement.pdf", company.statement, name="statement"),
]
