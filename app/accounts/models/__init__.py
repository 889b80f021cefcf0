"""Tables of people, roles, and what proves who somebody is."""

from app.accounts.models.people import Person, RoleGrant
from app.accounts.models.secrets import ApiToken, MailedLink, SignIn

__all__ = ["ApiToken", "MailedLink", "Person", "RoleGrant", "SignIn"]
