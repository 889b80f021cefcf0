"""The pages of accounts, under one name: `accounts.sign_in`, `accounts.profile`, ..."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("accounts", __name__, template_folder="../templates")
