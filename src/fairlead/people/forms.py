"""What a person types to sign in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LinkForm(forms.Form):
    """Ask for a sign-in link."""

    email = forms.EmailField(
        label=_("Your work e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


class PasswordForm(LinkForm):
    """Sign in with a password."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
