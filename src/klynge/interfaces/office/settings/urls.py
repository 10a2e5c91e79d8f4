"""The cluster's settings."""

from django.urls import path

from . import fees, integrations, people, presenting, privacy, types, views, webhooks

app_name = "settings"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("edit/<slug:part>/", views.edit, name="edit"),
    path("site/", presenting.presentation, name="presentation"),
    path("logo/", views.logo, name="logo"),
    path("logo/change/", views.change_logo, name="change_logo"),
    path("mail/test/", views.test_mail, name="test_mail"),
    path("fees/status/", fees.status, name="fee_status"),
    path("fees/products/new/", fees.new_product, name="new_product"),
    path("fees/products/<int:pk>/", fees.product, name="product"),
    path("types/new/", types.new_type, name="new_type"),
    path("types/<int:pk>/", types.member_type, name="type"),
    path("privacy/", privacy.record, name="record"),
    path("privacy/retention/", privacy.retention, name="retention"),
    path("privacy/retention/round/", privacy.delete, name="retention_round"),
    path("privacy/retention/order/", privacy.order, name="retention_order"),
    path("integrations/webhooks/", webhooks.webhooks, name="webhooks"),
    path("integrations/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("integrations/webhooks/<int:pk>/change/", webhooks.change, name="webhook_change"),
    path("integrations/webhooks/<int:pk>/secret/", webhooks.rotate, name="webhook_rotate"),
    path("integrations/webhooks/<int:pk>/messages/<int:delivery>/", webhooks.delivery, name="webhook_delivery"),
    path("integrations/webhooks/<int:pk>/messages/<int:delivery>/resending/", webhooks.resend, name="webhook_resend"),
    path("integrations/", integrations.integrations, name="integrations"),
    path("integrations/<int:pk>/revocation/", integrations.revoke, name="revoke_token"),
    path("roles/", people.roles, name="roles"),
    path("people/new/", people.invite, name="invite"),
    path("invitations/<int:pk>/withdrawal/", people.take_back, name="take_back"),
    path("people/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
]
