"""What is asked about a network's meetings, news and discussions, in the office and in the portal."""

from __future__ import annotations

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.access.actor import Actor
from klynge.core.clock import DANISH
from klynge.directory.models import Organisation
from klynge.networks.models import DocumentAccess, Frequency, Network, NetworkMeeting, Post
from klynge.networks.queries.seating import next_hosts
from klynge.publishing.queries.rendering import rendered


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


class MeetingForm(forms.Form):
    """A meeting, or a series of them."""

    title = forms.CharField(label=_("What it is about"), max_length=160)
    starts_at = _moment(_("Begins"))
    ends_at = _moment(_("Ends"))
    host = forms.ModelChoiceField(label=_("Host"), queryset=Organisation.objects.none(), required=False, empty_label="–", help_text=_("In the order of whose turn it is. Of a series they host in turn."))  # fmt: skip
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    online_url = forms.URLField(label=_("Link for those who come online"), required=False, max_length=500, assume_scheme="https")
    agenda = forms.CharField(label=_("Agenda"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    times = forms.IntegerField(label=_("How many meetings"), min_value=1, max_value=24, initial=1)
    weeks = forms.IntegerField(label=_("Weeks between them"), min_value=1, max_value=26, initial=8)

    def __init__(self, *args: Any, network: Network, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = next_hosts(network)
        self.fields["host"].queryset = Organisation.objects.filter(pk__in=[each.pk for each in hosts])
        self.fields["host"].choices = [("", "–"), *((each.pk, each.name) for each in hosts)]
        if is_new:
            self.initial.setdefault("host", hosts[0].pk if hosts else None)
        else:
            del self.fields["times"], self.fields["weeks"]

    def facts(self) -> dict[str, Any]:
        """Return what is kept of each meeting."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("times", "weeks")}

    @staticmethod
    def initial_of(meeting: NetworkMeeting) -> dict[str, Any]:
        """Return the meeting as its form shows it."""
        plain = {name: getattr(meeting, name) for name in ("title", "place", "online_url", "agenda")}
        moments = {name: getattr(meeting, name).astimezone(DANISH) for name in ("starts_at", "ends_at")}
        return {**plain, **moments, "host": meeting.host_id}


class MinutesForm(forms.Form):
    """What was said and agreed."""

    text = forms.CharField(label=_("Minutes"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 14}))


class PaperForm(forms.Form):
    """A document and whom it is for."""

    file = forms.FileField(label=_("File"))
    title = forms.CharField(label=_("Title"), required=False, max_length=160, help_text=_("Empty: the name of the file."))
    access = forms.ChoiceField(label=_("For whom"), choices=DocumentAccess.choices)

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if network.is_confidential:
            self.fields["access"].choices = [DocumentAccess.choices[0]]


class NewsForm(forms.Form):
    """A mail to all who sit in the network; the key sees to it that it leaves once."""

    subject = forms.CharField(label=_("Subject"), max_length=160)
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=lambda: token_urlsafe(16))


class PostForm(forms.Form):
    """What somebody says; the key sees to it that it stands once."""

    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}), help_text=_("Blank lines make paragraphs; - makes a list."))  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=lambda: token_urlsafe(16))


class ThreadForm(PostForm):
    """A new discussion."""

    subject = forms.CharField(label=_("What it is about"), max_length=160)
    field_order = ("subject", "text", "key")


class HearingForm(forms.Form):
    """How often somebody hears of a network's discussions."""

    frequency = forms.ChoiceField(label=_("How do you hear of what is written?"), choices=Frequency.choices)


def spoken(posts: Iterable[Post], actor: Actor, *, may_run: bool) -> list[dict[str, Any]]:
    """Return each post with its text as HTML, and whether the actor may take it away."""
    return [
        {"post": post, "html": rendered(post.text), "may_remove": post.removed_at is None and (may_run or _is_own(post, actor))}
        for post in posts
    ]


def _is_own(post: Post, actor: Actor) -> bool:
    return actor.user_id is not None and post.person is not None and post.person.user_id == actor.user_id
