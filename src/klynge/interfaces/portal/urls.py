"""The members' portal."""

from django.urls import include, path

from klynge.interfaces.portal.matchmaking.urls import company as matchmaking

from . import events, facts, invoices, me, meetings, membership, overview, people, profile, size, value

app_name = "portal"
company = [
    path("", overview.overview, name="overview"),
    path("membership/", membership.membership, name="membership"),
    path("membership/resignation/", membership.resign, name="membership_resign"),
    path("membership/notice/", membership.stay, name="membership_stay"),
    path("facts/", facts.facts, name="facts"),
    path("size/", size.size, name="size"),
    path("size/<int:pk>/confirmation/", size.confirm, name="size_confirm"),
    path("invoices/", invoices.invoice_list, name="invoices"),
    path("invoices/<str:number>/pdf/", invoices.pdf, name="invoices_pdf"),
    path("invoices/<str:number>/xml/", invoices.xml, name="invoices_xml"),
    path("profile/", profile.profile, name="profile"),
    path("profile/edit/", profile.edit, name="profile_edit"),
    path("profile/publication/", profile.publish, name="profile_publish"),
    path("profile/withdrawal/", profile.withdraw, name="profile_withdraw"),
    path("profile/logo/", profile.logo, name="profile_logo"),
    *matchmaking,
    path("people/", people.people, name="people"),
    path("people/invitation/", people.invite, name="people_invite"),
    path("people/requests/<int:pk>/", people.answer, name="people_answer"),
    path("people/<int:pk>/role/", people.give_role, name="people_role"),
    path("people/<int:pk>/end/", people.end, name="people_end"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<int:pk>/", meetings.day, name="meetings_day"),
    path("meetings/<int:pk>/slot/", meetings.choose, name="meetings_choose"),
    path("meetings/<int:pk>/<int:meeting>/confirmation/", meetings.confirm, name="meetings_confirm"),
    path("meetings/<int:pk>/<int:meeting>/rating/", meetings.rate, name="meetings_rate"),
    path("meetings/<int:pk>/calendar/", meetings.calendar, name="meetings_calendar"),
    path("meetings/<int:pk>/pdf/", meetings.pdf, name="meetings_pdf"),
    path("events/", events.events, name="events"),
    path("events/calendar/", events.calendar, name="events_calendar"),
    path("events/<int:pk>/", events.detail, name="events_detail"),
    path("events/<int:pk>/registration/", events.register, name="events_register"),
    path("events/<int:pk>/registrations/<int:registration>/", events.change, name="events_change"),
    path("value/", value.value, name="value"),
    path("me/", me.me, name="me"),
    path("me/preferences/", me.preferences, name="me_preferences"),
    path("me/topics/", me.topics, name="me_topics"),
    path("me/export/", me.export, name="me_export"),
    path("me/consents/<slug:purpose>/", me.answer, name="me_answer"),
]
urlpatterns = [
    path("<slug:cluster>/<int:company>/", include(company)),
]
