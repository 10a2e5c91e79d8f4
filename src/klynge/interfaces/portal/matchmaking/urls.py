"""Partners and opportunities, as part of a company's pages."""

from django.urls import path

from . import matches, opportunities, partners, wishes, writing

company = [
    path("partners/", partners.partners, name="partners"),
    path("partners/yes/", partners.say_yes, name="partners_yes"),
    path("partners/no/", partners.say_no, name="partners_no"),
    path("partners/contacts/", matches.matches, name="partners_matches"),
    path("partners/contacts/<int:pk>/answer/", matches.answer, name="partners_answer"),
    path("partners/contacts/<int:pk>/closing/", matches.close, name="partners_close"),
    path("partners/contacts/<int:pk>/meeting/", matches.meeting, name="partners_meeting"),
    path("partners/contacts/<int:pk>/outcome/", matches.outcome, name="partners_outcome"),
    path("partners/wishes/", wishes.wishes, name="partners_wishes"),
    path("partners/wishes/<int:pk>/readmission/", wishes.readmit, name="partners_readmit"),
    path("opportunities/", opportunities.board_page, name="opportunities"),
    path("opportunities/mine/", opportunities.mine, name="opportunities_mine"),
    path("opportunities/new/", writing.new, name="opportunities_new"),
    path("opportunities/<int:pk>/", opportunities.detail, name="opportunities_detail"),
    path("opportunities/<int:pk>/edit/", writing.edit, name="opportunities_edit"),
    path("opportunities/<int:pk>/publication/", writing.publish, name="opportunities_publish"),
    path("opportunities/<int:pk>/withdrawal/", writing.withdraw, name="opportunities_withdraw"),
    path("opportunities/<int:pk>/renewal/", writing.renew, name="opportunities_renew"),
    path("opportunities/<int:pk>/interest/", opportunities.say_interested, name="opportunities_interest"),
]
