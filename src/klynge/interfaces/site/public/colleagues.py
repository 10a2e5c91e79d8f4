"""A colleague at a member company asks to be let in: the address, the mail, the company."""

from functools import partial

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy

from klynge.core.clock import day_of
from klynge.membership import actions
from klynge.membership.queries.colleagues import asker_by, companies_by_address

from .asking import MOST_TRIES, attempt, may_try, public_actor, too_many
from .places import on_site
from .showing import show

PER_ADDRESS = 3  # mails an hour to one address


class AskForm(forms.Form):
    """Who asks."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    title = forms.CharField(label=gettext_lazy("Your title"), max_length=120, required=False)
    address = forms.EmailField(
        label=gettext_lazy("Your work e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("We recognise your company by it, and send you a link."),
    )  # fmt: skip


@on_site
def ask(request: HttpRequest) -> HttpResponse:
    """Take the address; the answer is the same whether it is known or not."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"].lower()
        if not may_try(request, "colleague", most=MOST_TRIES):
            return too_many(request)
        if not may_try(request, "colleague", most=PER_ADDRESS, key=address) or attempt(form, partial(_send, request, form)):
            return show(request, "colleague_sent", {"address": address})
    return show(request, "colleague", {"form": form}, status=422 if form.errors else 200)


def _send(request: HttpRequest, form: AskForm) -> None:
    facts = {**form.cleaned_data, "language": request.site.language, "site": request.build_absolute_uri("/").rstrip("/")}
    actions.send_access_link(request.site.cluster, **facts, actor=public_actor(request), at=timezone.now())


@on_site
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has followed the link chooses the company, which is then asked."""
    asker = asker_by(token, cluster=request.site.cluster)
    if asker is None:
        raise Http404
    companies = companies_by_address(asker.address, cluster=request.site.cluster, on_day=day_of(timezone.now()))
    form = forms.Form(request.POST if request.method == "POST" else None)
    context = {"asker": asker, "companies": companies, "form": form}
    if request.method == "POST":
        number = request.POST.get("organisation", "")
        company = get_object_or_404(companies, pk=int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0)
        asked = {"asker": asker, "organisation": company, "site": request.build_absolute_uri("/").rstrip("/")}
        ask_it = partial(actions.request_access, request.site.cluster, **asked, actor=public_actor(request), at=timezone.now())
        if form.is_valid() and attempt(form, ask_it):
            return show(request, "colleague_asked", {"company": company}, kwargs={"token": token})
    return show(request, "colleague_choose", context, kwargs={"token": token}, status=422 if form.errors else 200)
