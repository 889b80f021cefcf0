"""Templates that several parts of one page import are made once for that page, and not anew by each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode, missing

_MADE = "_modules_of_this_page"
_PASSED_BY = (TemplateModule, Macro, type(missing))
"""What may be in the importer's sight without a difference to what it imports: other imports, and names not set yet."""


class SharingTemplate(Template):
    """A template whose module, imported with context, is shared by whoever imports it on the same page."""

    def make_module(
        self,
        vars: Mapping[str, Any] | None = None,  # noqa: A002 - as Jinja names it
        shared: bool = False,  # noqa: FBT001, FBT002 - as Jinja declares it
        locals: Mapping[str, Any] | None = None,  # noqa: A002 - as Jinja names it
    ) -> TemplateModule:
        """Return the module that was made for this page, or make it; one that sees local values is nobody else's."""
        made = (vars or {}).get(_MADE)
        if made is None or any(not isinstance(value, _PASSED_BY) for value in (locals or {}).values()):
            return super().make_module(vars, shared, locals)  # type: ignore[arg-type]
        if self.name not in made:
            made[self.name] = super().make_module(vars, shared, locals)  # type: ignore[arg-type]
        module: TemplateModule = made[self.name]
        return module


class CallingContext(Context):
    """What a template sees, with a short way to call macros: a page calls some two hundred."""

    @internalcode
    def call(self, called: Any, /, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as Jinja declares it
        """Call `called`; a macro takes the template's own settings first, and nothing of blocks and loops."""
        if type(called) is not Macro:
            return super().call(called, *given, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(self.eval_ctx, *given, **named)


def register(app: Flask) -> None:
    """Let the templates of `app` share what they import."""
    app.jinja_env.context_class = CallingContext
    app.jinja_env.template_class = SharingTemplate
    app.context_processor(lambda: {_MADE: {}})
