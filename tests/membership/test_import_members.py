"""A file of members: rehearsed, asked about, written down to the last good row, given back where it was faulty."""

from datetime import date

import pytest
from django.db import connection
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from klynge.access.actor import Actor
from klynge.access.models import Role
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.directory.models import (
    Affiliation,
    ContactRole,
    Listing,
    Organisation,
    Partnership,
    Person,
    SizeDeclaration,
    refresh_search,
)
from klynge.files.models import StoredFile
from klynge.membership import actions, tasks
from klynge.membership.models import Ending, ImportMapping, ImportRun, Membership, MembershipType, NumberSeries, Term, TermClosing
from klynge.membership.queries.import_wording import row_words
from tests.factories import company, member
from tests.membership.member_files import commit, rehearse

TODAY = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def _stage(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with scope(cluster=world.nordlys), override("en"):
        yield


@pytest.fixture
def who(world):
    return {"actor": world.astrid, "at": world.noon}


def outcomes(run):
    return list(run.rows.values_list("outcome", flat=True))


def words(run, number):
    return [said for said, _ in row_words(run.rows.get(number=number), run)]


def test_a_rehearsal_touches_no_member(world, who):
    run = rehearse(world, "Havn ApS;13585628;12;Eva Lund;eva@havn.dk;01-02-2020;9000", "Fjord Data ApS;13748136;;;;;")
    assert (outcomes(run), run.counts) == (["new", "unchanged"], {"rows": 2, "new": 1, "update": 0, "unchanged": 1, "faulty": 0})
    assert (Organisation.objects.count(), Membership.objects.count(), StoredFile.objects.count()) == (1, 1, 1)


def test_a_new_row_becomes_a_member_with_contact_and_size(world, who):
    run = commit(rehearse(world, "Havn ApS;13585628;10-19;Eva Lund;Eva@Havn.dk;01-02-2020;9000"), who)
    havn = Organisation.objects.get(cvr="13585628")
    assert (havn.name, havn.legal_form, havn.postcode, havn.email_domain) == ("Havn ApS", "ApS", "9000", "havn.dk")
    membership = Membership.objects.get(organisation=havn)
    assert (membership.member_no, membership.during, membership.type) == (2, span(date(2020, 2, 1)), world.ordinary)
    size = SizeDeclaration.objects.get(organisation=havn)
    assert (size.low, size.high, size.as_of, size.source, size.confirmed_at) == (10, 19, TODAY, "staff", None)
    role = ContactRole.objects.get(organisation=havn)
    assert (role.kind, role.person.name, role.person.emails.get().address, role.during) == (
        "primary",
        "Eva Lund",
        "eva@havn.dk",
        span(date(2020, 2, 1)),
    )
    assert "eva lund eva@havn.dk" in havn.search_text
    assert (run.committed_at, run.rejects, NumberSeries.objects.get(cluster=world.nordlys).next_number) == (world.noon, None, 3)


def test_the_second_time_everything_is_unchanged(world, who):
    lines = [
        "Havn ApS;13585628;10-19;Eva Lund;eva@havn.dk;01-02-2020;9000",
        "Uden Nummer;;200+;Per;;2021;9400",
        "Kun Mail;;;;post@kunmail.dk;;",
    ]
    before = commit(rehearse(world, *lines), who)
    assert before.counts["new"] == 3
    again = rehearse(world, *lines)
    assert outcomes(again) == ["unchanged"] * 3
    counted = (Organisation.objects.count(), Person.objects.count(), Membership.objects.count(), SizeDeclaration.objects.count())
    commit(again, who)
    assert counted == (Organisation.objects.count(), Person.objects.count(), Membership.objects.count(), SizeDeclaration.objects.count())
    assert actions.commit_import(again, **who) is False


def test_a_changed_row_changes_what_it_names_and_leaves_the_rest(world, who):
    run = commit(rehearse(world, "Fjord Data A/S;13748136;30;Eva Lund;eva@fjord.example;;9220"), who)
    assert run.rows.get().changed == ["name", "postcode", "contact_primary", "headcount"]
    fjord = Organisation.objects.get(pk=world.fjord.pk)
    assert (fjord.name, fjord.postcode, fjord.town, fjord.legal_form) == ("Fjord Data A/S", "9220", "Aalborg", "ApS")
    roles = ContactRole.objects.filter(kind="primary").order_by("during").values_list("person__name", "during")
    assert list(roles) == [("Bo Ågård", span(date(2020, 1, 1), TODAY)), ("Eva Lund", span(TODAY))]
    assert Affiliation.objects.filter(organisation=fjord, during__contains=TODAY).count() == 2
    assert Membership.objects.get(organisation=fjord).during == span(date(2020, 1, 1))


def test_a_company_that_another_cluster_knows_is_recognised_by_its_number(world, who):
    known = company(world.havblik, "Havblik Net A/S", cvr="13585628", town="Skagen")
    commit(rehearse(world, "Havblik Net A/S;13585628;;;;;"), who)
    assert Listing.objects.filter(cluster=world.nordlys, organisation=known).exists()
    assert Organisation.objects.get(pk=known.pk).town == "Skagen"


def test_matches_go_from_sure_to_similar(world, who):
    head = "Id;Medlemsnr;Navn;Mail;Postnr"
    Listing.objects.filter(organisation=world.fjord).update(external_id="A7")
    byen = member(world.nordlys, world.ordinary, "Byens Net", None)
    domain = company(world.nordlys, "Skov og Data", email_domain="skov.dk")
    alike = company(world.nordlys, "Limfjordens Maskinfabrik A/S", postcode="9000")
    refresh_search([alike.pk])
    run = rehearse(world, "A7;;Helt Andet;;", f";{byen.member_no};Byens Nye Net;;", ";;Skov & Data ApS;x@skov.dk;", ";;Limfjordens Maskinfabrik;;9000", ";;Ingen;y@gmail.com;", head=head)  # fmt: skip
    found = list(run.rows.values_list("organisation_id", flat=True))
    assert found == [world.fjord.pk, byen.organisation_id, domain.pk, alike.pk, None]


def test_a_doubtful_match_is_asked_and_not_guessed(world, who):
    one, two = company(world.nordlys, "Nordjysk Energi", postcode="9000"), company(world.nordlys, "Nordjysk Energi", postcode="9400")
    refresh_search([one.pk, two.pk])
    run = rehearse(world, "Nordjysk Energi ApS;;;;;;", "Nordjysk Energi I/S;;;;;;8000")
    assert outcomes(run) == ["faulty", "faulty"] and run.rows.first().candidates == [one.pk, two.pk]
    answered = actions.answer_import_row(run, number=2, organisation_id=two.pk, **who)
    assert (answered.outcome, answered.organisation_id) == ("update", two.pk)
    with pytest.raises(Conflict):
        actions.answer_import_row(run, number=3, organisation_id=two.pk, **who)
    with pytest.raises(Invalid):
        actions.answer_import_row(run, number=3, organisation_id=world.fjord.pk, **who)
    assert actions.answer_import_row(run, number=3, organisation_id=None, **who).outcome == "new"
    run = commit(run, who)
    assert run.counts == {"rows": 2, "new": 1, "update": 1, "unchanged": 0, "faulty": 0}
    assert list(Membership.objects.filter(organisation=two).values_list("during", flat=True)) == [span(TODAY)]
    with pytest.raises(Conflict):
        actions.answer_import_row(run, number=3, organisation_id=None, **who)


def test_faults_say_what_where_and_how_to_mend_it(world, who):
    run = rehearse(world, "Havn;123;-4;Eva;eva@;i morgen;90000")
    assert words(run, 2) == [
        "CVR: “123” is not a CVR number: it has eight digits. Correct it, or leave it blank.",
        "Postnr: “90000” is not a Danish postcode: it has four digits. Correct it, or give the country.",
        "Indmeldt: “i morgen” is not a date. Write it as 31-12-2026.",
        "E-mail: “eva@” is not an e-mail address. Write one address, such as post@firma.dk.",
        "Ansatte: A size can't be negative: -4. Correct the number.",
    ]


def test_a_wrong_check_digit_warns_and_is_read_in(world, who):
    run = commit(rehearse(world, "Havn;12345678;;;;;"), who)
    assert (run.counts["new"], words(run, 2)[0].startswith("CVR: 12345678 has a check digit")) == (1, True)


def test_rows_that_contradict_the_register_or_each_other_are_faulty(world, who):
    Listing.objects.filter(organisation=world.fjord).update(external_id="A7")
    lines = ["A7;;Fjord;13585628", ";1;Skov;13585628", ";;Skov;13585628", ";;Fjord Data ApS;13748136", ";9;Fjord igen;13748136"]
    run = rehearse(world, *lines, head="Id;Medlemsnr;Navn;CVR")
    codes = [[problem[1] for problem in row.problems if not problem[3]] for row in run.rows.all()]
    assert codes == [["cvr_differs"], ["twice", "cvr_differs"], ["twice"], [], ["twice", "same_organisation", "member_no_differs"]]


def test_history_comes_in_with_its_ends_and_numbers(world, who):
    head = "Navn;Medlemsnr;Indmeldt;Udmeldt"
    commit(rehearse(world, "Gammel;77;2012;31-12-2015", "Genindmeldt;78;2012;2015", head=head), who)
    commit(rehearse(world, "Genindmeldt;;2018;", head=head), who)
    rows = (
        Membership.objects.filter(member_no__gte=77)
        .order_by("member_no", "during")
        .values_list("organisation__name", "member_no", "during")
    )
    assert list(rows) == [
        ("Gammel", 77, span(date(2012, 1, 1), date(2015, 12, 31))),
        ("Genindmeldt", 78, span(date(2012, 1, 1), date(2015, 1, 1))),
        ("Genindmeldt", 78, span(date(2018, 1, 1))),
    ]
    assert (Ending.objects.count(), NumberSeries.objects.get(cluster=world.nordlys).next_number) == (2, 79)


def test_memberships_that_run_are_left_with_a_word_about_it(world, who):
    run = rehearse(world, "Fjord Data ApS;13748136;2019-01-01;2026-12-31", "Slut;;;2026-01-01", head="Navn;CVR;Indmeldt;Udmeldt")
    codes = [[problem[1] for problem in row.problems] for row in run.rows.all()]
    assert (codes, outcomes(run)) == ([["joined_kept", "ended_kept"], ["joined_needed"]], ["unchanged", "faulty"])


def test_closed_terms_partners_and_companies_that_are_gone_take_no_members(world, who):
    closed = Term.objects.create(cluster=world.nordlys, label="2025", during=span(date(2025, 1, 1), date(2026, 1, 1)))
    TermClosing.objects.create(term=closed, closed_at=world.noon, closed_by="x")
    partner = company(world.nordlys, "Universitetet", cvr="13585628")
    Partnership.objects.create(cluster=world.nordlys, organisation=partner, role="x", during=span(date(2020, 1, 1)))
    company(world.nordlys, "Opløst", cvr="10150817", dissolved_on=date(2026, 5, 1))
    company(world.nordlys, "Slugt", cvr="24256790", merged_into=world.fjord)
    lines = ["Sen;;2025-05-01", "Universitetet;13585628;2026-06-01", "Opløst;10150817;2026-06-01", "Slugt;24256790;2026-06-01"]
    run = rehearse(world, *lines, head="Navn;CVR;Indmeldt")
    codes = [[problem[1] for problem in row.problems if not problem[3]] for row in run.rows.all()]
    assert codes == [["term_closed"], ["is_partner"], ["dissolved"], ["merged"]]


def test_a_person_is_recognised_by_address_then_by_name_at_the_same_place(world, who):
    head = "Navn;CVR;Kontakt;E-mail;Telefon kontakt;Titel;Fakturamail"
    commit(rehearse(world, "Fjord Data ApS;13748136;Bo Ågård;;12345678;;regnskab@fjord.example", head=head), who)
    bo = Person.objects.get(name="Bo Ågård")
    assert (bo.phone, ContactRole.objects.get(kind="billing", during__contains=TODAY).person.name) == ("12345678", "regnskab@fjord.example")
    commit(rehearse(world, "Fjord Data ApS;13748136;Bo Ågård;bo@ny.example;;;bo@ny.example", head=head), who)
    assert sorted(bo.emails.values_list("address", "is_primary")) == [("bo@fjord.example", True), ("bo@ny.example", False)]
    assert outcomes(rehearse(world, "Fjord Data ApS;13748136;Bo Ågård;bo@ny.example;;;bo@ny.example", head=head)) == ["unchanged"]


@pytest.mark.parametrize(
    ("name", "content"), [("liste.xlsx", b"%PDF-1.7"), ("tom.csv", b""), ("hoved.csv", b"Navn;CVR\n"), ("b.xlsx", b"PK\x03\x04")]
)
def test_a_file_that_is_no_list_leaves_nothing_behind(world, who, name, content):
    with pytest.raises(Invalid, match=name):
        actions.rehearse_import(world.nordlys, name=name, content=content, **who)
    assert (StoredFile.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_a_file_without_names_says_which_columns_it_has(world, who):
    with pytest.raises(Invalid, match="Farve, Form"):
        rehearse(world, "rød;rund", head="Farve;Form")


def test_a_mapping_is_saved_and_used_for_the_next_file_with_the_same_columns(world, who):
    run = rehearse(world, "Havn;rød;12", head="Navn;Farve;Tal")
    for wrong in ({"Navn": "name", "Farve": "name"}, {"Farve": "town"}, {"Nope": "name"}, {"Navn": "nope"}):
        with pytest.raises(Invalid):
            actions.plan_import(run, columns=wrong, **who)
    actions.plan_import(run, columns={"Navn": "name", "Tal": "headcount"}, confirms_sizes=True, remembers=True, **who)
    assert ImportMapping.objects.get().columns == {"Navn": "name", "Tal": "headcount"}
    commit(run, who)
    assert SizeDeclaration.objects.get().confirmed_by == "Astrid Holm"
    assert rehearse(world, "12;Skov;x", head="Tal;Navn;Farve").columns == {"Navn": "name", "Tal": "headcount"}
    with pytest.raises(Conflict):
        actions.plan_import(run, columns={"Navn": "name"}, **who)


def test_a_cluster_without_membership_types_says_so(world):
    with scopes_disabled(), pytest.raises(Invalid, match="Havblik"):
        actions.rehearse_import(world.havblik, name="x.csv", content=b"Navn\nA\n", actor=world.dorte, at=world.noon)


def test_types_are_told_by_name_in_either_language(world, who):
    core = MembershipType.objects.create(cluster=world.nordlys, code="core", name={"da": "Kernemedlem", "en": "Core member"})
    commit(rehearse(world, "A;kernemedlem", "B;Core member", "C;ordinary", head="Navn;Kategori"), who)
    assert Membership.objects.filter(type=core).count() == 2


def test_a_row_that_the_database_refuses_is_given_back_and_the_others_go_on(world, who):
    lines = [f"Firma {letter}{letter}{letter};;5;;post@{letter}.dk;;" for letter in "abcdefg"]
    run = rehearse(world, *lines)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE directory_organisation ADD CONSTRAINT odd CHECK (name <> 'Firma ddd')")
    run = commit(run, who)
    assert (run.counts["new"], run.counts["faulty"], Membership.objects.count()) == (6, 1, 7)
    assert "refused" in words(run, 5)[0]


def test_the_worker_does_it_and_a_started_import_is_not_started_twice(world, who):
    run = actions.start_import(rehearse(world, "A;;;;;;"), **who)
    with pytest.raises(Conflict):
        actions.start_import(run, **who)
    tasks.commit_import(cluster_id=world.nordlys.pk, run_id=run.pk)
    assert ImportRun.objects.get(pk=run.pk).counts["new"] == 1


@pytest.mark.parametrize("name", ["bo", "dorte", "reader"])
def test_members_strangers_and_readers_import_nothing(world, who, name):
    run = rehearse(world, "A;;;;;;")
    actor = Actor(name="Rie", cluster_id=world.nordlys.pk, roles=frozenset({Role.READER})) if name == "reader" else getattr(world, name)
    they = {"actor": actor, "at": world.noon}
    for attempt in (
        lambda: rehearse(world, "A;;;;;;", **they),
        lambda: actions.plan_import(run, columns={"Firmanavn": "name"}, **they),
        lambda: actions.answer_import_row(run, number=2, organisation_id=None, **they),
        lambda: actions.start_import(run, **they),
        lambda: actions.commit_import(run, **they),
        lambda: actions.join_members(world.nordlys, joins=[], **they),
    ):
        with pytest.raises(Refused):
            attempt()
    assert list(ImportRun.objects.visible_to(actor)) == ([run] if name == "reader" else [])
