"""From the office's invitation to the first page of the invited, on screen."""

import re

import pytest
from django.core import mail as post
from django.urls import reverse
from django_scopes import scope

from klynge.access.models import Grant, Invitation, InvitationWithdrawal, Role, User
from klynge.access.queries import token_of
from klynge.outbox.models import Mail

INVITED = {"email": "nina@nordlys.example", "name": "Nina Lund", "role": "events"}


def at(name, *rest):
    return reverse(f"office:settings:{name}", args=["nordlys", *rest])


def invite(client, world, **facts):
    client.force_login(world.astrid_user)
    assert client.post(at("invite"), INVITED | facts).status_code == 302
    client.logout()
    invitation = Invitation.objects.latest("id")
    return invitation, reverse("accept_invitation", args=[token_of(invitation)])


def test_the_mail_is_shown_before_it_leaves(client, world):
    client.force_login(world.astrid_user)
    page = client.post(at("invite"), INVITED | {"preview": "1"}).content.decode()
    assert "Astrid Holm inviterer dig" in page or "Astrid Holm invites you to Nordlys" in page
    assert "/invitation/•••/" in page
    assert not Invitation.objects.exists()


def test_an_invited_colleague_is_let_in_and_the_link_is_spent(client, world):
    _invitation, link = invite(client, world)
    assert client.get(link).status_code == 200
    response = client.post(link, {"name": "Nina Lund", "password": "rugbrod-og-sild", "accept": "1"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("office:dashboard", args=["nordlys"])
    client.logout()
    spent = client.get(link)
    assert (spent.status_code, "was used already" in spent.content.decode()) == (410, True)


def test_a_weak_password_is_told_beside_the_field(client, world):
    _invitation, link = invite(client, world)
    response = client.post(link, {"name": "Nina", "password": "1234", "accept": "1"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["password"])
    assert not User.objects.filter(email="nina@nordlys.example").exists()


def test_an_account_that_exists_is_not_signed_in_by_a_link(client, world):
    _invitation, link = invite(client, world, email="bo@fjord.example")
    response = client.post(link, {"accept": "1"})
    assert response.url == reverse("account_login")
    assert Grant.objects.get(user=world.bo_user).role == Role.EVENTS


def test_somebody_else_who_is_signed_in_is_asked_to_sign_out(client, world):
    _invitation, link = invite(client, world)
    client.force_login(world.dorte_user)
    assert "signed in as somebody else" in client.get(link).content.decode()
    assert client.post(link, {"name": "Nina", "accept": "1"}).status_code == 422
    assert not User.objects.filter(email="nina@nordlys.example").exists()


def test_an_altered_link_says_so_plainly(client, world):
    _invitation, link = invite(client, world)
    page = client.get(link[:-3] + "x/")
    assert (page.status_code, "not whole" in page.content.decode()) == (410, True)


def test_an_administrator_takes_an_invitation_back(client, world):
    invitation, link = invite(client, world)
    client.force_login(world.frida_user)
    assert client.post(at("take_back", invitation.pk)).status_code == 403
    client.force_login(world.astrid_user)
    assert link in client.get(at("overview")).content.decode()
    assert client.post(at("take_back", invitation.pk)).status_code == 302
    assert InvitationWithdrawal.objects.get(invitation=invitation).withdrawn_by_name == "Astrid Holm"
    assert client.post(at("take_back", invitation.pk)).status_code == 404


def test_only_administrators_see_links(client, world):
    _invitation, link = invite(client, world)
    client.force_login(world.frida_user)
    page = client.get(at("overview")).content.decode()
    assert ("nina@nordlys.example" in page, link in page) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_the_mail_arrives_with_a_link_that_works(client, world, settings, run_jobs):
    settings.EMAIL_HOST = "localhost"
    _invitation, _link = invite(client, world)
    run_jobs()
    (letter,) = post.outbox
    link = re.search(r"http://testserver(/invitation/\S+)", letter.body)[1]
    assert client.get(link).status_code == 200
    with scope(cluster=world.nordlys):
        kept = Mail.objects.get()
        client.force_login(world.frida_user)
        shown = client.get(reverse("office:outbox:mail", args=["nordlys", kept.pk])).content.decode()
    assert (letter.to, link in shown) == (["Nina Lund <nina@nordlys.example>"], False)
