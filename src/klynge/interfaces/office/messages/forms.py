"""What is asked for a message."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Cluster
from klynge.newsletters.models import Contacts, Message, MessageKind, Topic
from klynge.newsletters.queries.topics import open_topics

LINES = {"rows": 12}


class TextForm(forms.Form):
    """What it says, in Danish and English."""

    subject_da = forms.CharField(label=_("Subject in Danish"), max_length=150, required=False)
    body_da = forms.CharField(label=_("Text in Danish"), max_length=20_000, required=False, widget=forms.Textarea(attrs=LINES))
    subject_en = forms.CharField(label=_("Subject in English"), max_length=150, required=False)
    body_en = forms.CharField(label=_("Text in English"), max_length=20_000, required=False, widget=forms.Textarea(attrs=LINES))

    def __init__(self, *args: Any, cluster: Cluster, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("subject", "body"):  # the cluster's own language comes first, and never is missing
            self.fields[f"{name}_{cluster.locale}"].required = True
        if cluster.locale == "en":
            self.order_fields(["kind", "contacts", "topic", "subject_en", "body_en", "subject_da", "body_da"])

    def texts(self) -> dict[str, dict[str, str]]:
        """Return subject and body by language."""
        return {name: {lang: self.cleaned_data[f"{name}_{lang}"] for lang in ("da", "en")} for name in ("subject", "body")}

    @staticmethod
    def initial_of(message: Message) -> dict[str, str]:
        """Return what the message says now."""
        said = {"subject": message.subject, "body": message.body}
        return {f"{name}_{lang}": text for name, texts in said.items() for lang, text in texts.items()}


class MessageForm(TextForm):
    """What it is for, who gets it, and what it says."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=MessageKind.choices,
        help_text=_("A service message is about the membership: dues, meetings, votes. Everything that promotes something is marketing, and goes only to those who said yes."),
    )  # fmt: skip
    contacts = forms.ChoiceField(label=_("To"), choices=Contacts.choices)
    topic = forms.ModelChoiceField(
        label=_("About"), queryset=Topic.objects.none(), required=False, empty_label=_("Everything"),
        help_text=_("For marketing: who does not want to read about it is left out."),
    )  # fmt: skip

    def __init__(self, *args: Any, cluster: Cluster, **more: Any) -> None:
        super().__init__(*args, cluster=cluster, **more)
        self.fields["topic"].queryset = open_topics(cluster)
        if not self.fields["topic"].queryset.exists():
            del self.fields["topic"]

    field_order = ("kind", "contacts", "topic", "subject_da", "body_da", "subject_en", "body_en")
