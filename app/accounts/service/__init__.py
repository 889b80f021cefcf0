"""Verbs on people, roles, passwords, sign-ins and tokens. They flush, and never commit."""

from app.accounts.service.links import (
    check_link,
    forget_old_links,
    forget_password,
    invite_people,
    mail_reset_link,
    set_password_by_link,
)
from app.accounts.service.passwords import change_password, set_password
from app.accounts.service.people import (
    change_profile,
    create_people,
    create_person,
    disable_person,
    enable_person,
    upsert_people,
)
from app.accounts.service.roles import grant_role, grant_roles, revoke_role
from app.accounts.service.sign_ins import forget_old_sign_ins, sign_in, sign_out, sign_out_everywhere
from app.accounts.service.tokens import create_token, revoke_token

__all__ = [
    "change_password",
    "change_profile",
    "check_link",
    "create_people",
    "create_person",
    "create_token",
    "disable_person",
    "enable_person",
    "forget_old_links",
    "forget_old_sign_ins",
    "forget_password",
    "grant_role",
    "grant_roles",
    "invite_people",
    "mail_reset_link",
    "revoke_role",
    "revoke_token",
    "set_password",
    "set_password_by_link",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "upsert_people",
]
