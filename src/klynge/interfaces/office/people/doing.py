"""What the pages of one person do alike: find it, turn away, do, say what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from klynge.directory import policies
from klynge.directory.models import Person
from klynge.interfaces.office.doing import attempt


def find(request: HttpRequest, pk: int) -> Person:
    """Return the person whom the reader may see."""
    return get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)


def find_to_change(request: HttpRequest, pk: int) -> Person:
    """Return the person, for somebody who may change it."""
    person = find(request, pk)
    if not policies.may_edit_person(request.actor, person):
        raise PermissionDenied
    return person


def do(request: HttpRequest, form: Form, action: Callable[..., Any], said: str) -> Any:
    """Do it as the person signed in and return what was made; a refusal is put beside the field it is about, and False returned."""
    return attempt(request, action, said, form=form)


def ask(request: HttpRequest, person: Person, form: Form, title: str, action: Callable[..., Any], said: str) -> HttpResponse:
    """Show a form on a page of its own; when it is filled in, do it with what it says and go back to the person."""
    if request.method == "POST" and form.is_valid() and do(request, form, lambda **who: action(**form.cleaned_data, **who), said):
        return redirect(back(request, person))
    context = {"person": person, "form": form, "form_title": title, "back": back(request, person)}
    return render(request, "office/people/form.html", context, status=422 if form.errors else 200)


def back(request: HttpRequest, person: Person) -> str:
    """Return where to go afterwards: the member whose page led here, else the person."""
    member = request.GET.get("member", "")
    if member.isascii() and member.isdigit() and len(member) < 18:
        return reverse("office:members:detail", args=[request.cluster.slug, int(member)])
    return reverse("office:people:detail", args=[request.cluster.slug, person.pk])


def post(request: HttpRequest, person: Person, action: Callable[..., Any], said: str) -> HttpResponse:
    """Do what a single button asks for, and go back to the person with what came of it."""
    form = Form()
    form.cleaned_data = {}
    form._errors = form.error_class()
    if not do(request, form, action, said):
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("office:people:detail", request.cluster.slug, person.pk)
