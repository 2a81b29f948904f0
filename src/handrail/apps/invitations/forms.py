"""What people type to invite somebody, and to accept."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from handrail.apps.accounts.models import Person
from handrail.apps.plans.models import Plan
from handrail.ui.fields import DayField, WordsField


class InviteForm(forms.Form):
    """For the family and the pupil there is nothing to fill in; a professional is asked something."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    plan = forms.ChoiceField(label="For which plan?", required=False)
    question = WordsField(
        label="What do you ask them?",
        help_text="They see this question, the date and their own answer, and nothing else of the plan.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    due_on = DayField(label="By when?", required=False)

    def __init__(self, *args: Any, professional: bool, plans: list[Plan], **options: Any) -> None:
        super().__init__(*args, **options)
        self.plans = {str(one.pk): one for one in plans}
        if not professional or not plans:
            for name in ("plan", "question", "due_on"):
                del self.fields[name]
            return
        cast("forms.ChoiceField", self.fields["plan"]).choices = [
            *((key, one.local_name) for key, one in self.plans.items()),
            ("", "Ask later"),
        ]
        self.fields["plan"].initial = next(iter(self.plans))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("plan"):
            if not (data.get("question") or "").strip():
                self.add_error("question", "Write the question, or choose “Ask later”")
            if not data.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", "Say by when you need the answer")
        elif (data.get("question") or "").strip():
            self.add_error("plan", "Choose the plan that the question is about, or take the question out")
        return data


class AcceptForm(forms.Form):
    code = forms.CharField(
        label=_("The code from the school"),
        help_text=_("Six figures. The school gives them to you by telephone or in person."),
        max_length=20,
        error_messages={"required": _("Enter the code. Ask the school if you do not have one")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You sign in with it. Leave it empty if you have none: then you get a sign-in name."),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Enter an address like name@example.org, or leave it empty")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("A password for Handrail"),
        help_text=_("At least 12 characters. Three or four words are easy to remember."),
        strip=False,
        error_messages={"required": _("Choose a password")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, name: str, email: str, signed_in: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.name, self.known_email = name, email
        if email or signed_in:
            del self.fields["email"]
        if signed_in:
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        somebody = Person(name=self.name, email=self.known_email or self.cleaned_data.get("email", ""))
        password_validation.validate_password(password, user=somebody)
        return password
