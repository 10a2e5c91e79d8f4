"""A cluster's public site; it comes after everything else, so that no cluster's name can hide another page."""

from django.urls import path, register_converter

from . import (
    calls,
    colleagues,
    events,
    front,
    joining,
    members,
    membership,
    networks,
    news,
    newsletter,
    opportunities,
    pages,
    quoted,
    signing_up,
    speaking,
    tickets,
    visiting,
)
from .places import PlaceConverter

register_converter(PlaceConverter, "place")

app_name = "public"
urlpatterns = [
    path("<place:place>/", front.front, name="front"),
    path("<place:place>/counting/", visiting.choose, name="counting"),
    path("<place:place>/logo/", front.logo, name="logo"),
    path("<place:place>/membership/", membership.membership, name="membership"),
    path("<place:place>/join/", joining.begin, name="join"),
    path("<place:place>/join/<str:token>/", joining.application, name="application"),
    path("<place:place>/join/<str:token>/withdrawal/", joining.withdraw, name="withdraw"),
    path("<place:place>/colleague/", colleagues.ask, name="colleague"),
    path("<place:place>/colleague/<str:token>/", colleagues.choose, name="colleague_choose"),
    path("<place:place>/events/", events.events, name="events"),
    path("<place:place>/events/<slug:slug>/", events.event, name="event"),
    path("<place:place>/events/<slug:slug>/registration/", signing_up.sign_up, name="event_sign_up"),
    path("<place:place>/events/<slug:slug>/confirm/<str:token>/", signing_up.confirm, name="event_confirm"),
    path("<place:place>/events/<slug:slug>/mine/<str:token>/", signing_up.mine, name="event_mine"),
    path("<place:place>/events/<slug:slug>/mine/<str:token>/certificate/", tickets.certificate, name="event_certificate"),
    path("<place:place>/speaking/<str:token>/", speaking.speaking, name="speaking"),
    path("<place:place>/news/", news.news, name="news"),
    path("<place:place>/news/feed/", news.feed, name="feed"),
    path("<place:place>/news/<slug:slug>/", news.article, name="article"),
    path("<place:place>/news/<slug:slug>/picture/<int:width>/", news.picture, name="news_picture"),
    path("<place:place>/pages/<slug:slug>/", pages.page, name="page"),
    path("<place:place>/quoted/<str:token>/", quoted.quoted, name="quoted"),
    path("<place:place>/newsletter/", newsletter.newsletter, name="newsletter"),
    path("<place:place>/newsletter/confirm/<str:token>/", newsletter.confirm, name="newsletter_confirm"),
    path("<place:place>/newsletter/<slug:slug>/", newsletter.edition, name="newsletter_edition"),
    path("<place:place>/networks/", networks.networks, name="networks"),
    path("<place:place>/calls/", calls.calls, name="calls"),
    path("<place:place>/opportunities/", opportunities.opportunities, name="opportunities"),
    path("<place:place>/opportunities/<int:pk>/", opportunities.opportunity, name="opportunity"),
    path("<place:place>/members/", members.members, name="members"),
    path("<place:place>/members/<int:pk>/", members.profile, name="profile"),
    path("<place:place>/members/<int:pk>/logo/", members.logo, name="profile_logo"),
]
