"""Shorter ways through templates, to the same pages as Jinja's own.

What several parts of one page import with context is made once for that page, and not anew by each of them; calls of
macros and functions, and what is written, do without Jinja's searches.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from flask import Flask
from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import _PassArg, internalcode, missing
from markupsafe import Markup, escape

_MADE = "_modules_of_this_page"
_FUNCTIONS = frozenset({FunctionType, MethodType, BuiltinMethodType})
_SETTINGS = frozenset({None, _PassArg.eval_context})
_PASSED_BY = (TemplateModule, Macro, type(missing))
"""What may be in the importer's sight without a difference to what it imports: other imports, and names not set yet."""


class SharingTemplate(Template):
    """A template whose module, imported with context, is shared by whoever imports it on the same page.

    What its code calls for each value that it writes, as Jinja has it, gives way to what does the same sooner.
    """

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 - as Jinja names it
    ) -> Template:
        namespace.update({"escape": written, "Markup": _safe, "Macro": QuickMacro})
        return super()._from_namespace(environment, namespace, globals)

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


def written(value: Any) -> str:  # noqa: ANN401 - whatever a template writes
    """Return a value as it stands on a page: escaped unless it is safe already."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # it is a string
    return str(value) if kind is int else escape(value)


def _safe(made: str) -> Markup:
    """Return what a template made of escaped parts as safe: `Markup` without its look for other kinds of values."""
    return str.__new__(Markup, made)


class QuickMacro(Macro):
    """A macro whose arguments find their places without an exception for each that is left out."""

    def answer(self, settings: EvalContext, given: tuple[Any, ...], named: dict[str, Any]) -> str:
        """Return what the macro makes of these arguments, safe where its caller's `settings` say that text is escaped.

        Raises `TypeError` for an argument that it does not take.
        """
        missed = self._argument_count - len(given)
        if missed < 0 or self.catch_kwargs or self.catch_varargs or self.explicit_caller:
            return self(settings, *given, **named)
        arguments = [*given, *[named.pop(name, missing) for name in self.arguments[len(given) :]]]
        if self.caller:
            caller = named.pop("caller", None)
            arguments.append(self._environment.undefined("no call block", name="caller") if caller is None else caller)
        if named:
            raise TypeError(f"macro {self.name!r} takes no argument {next(iter(named))!r}")
        made = self._func(*arguments)
        return _safe(made) if settings.autoescape else made


class CallingContext(Context):
    """What a template sees, with a short way to call macros and functions: a page calls some five hundred."""

    @internalcode
    def call(self, called: Any, /, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as Jinja declares it
        """Call `called`; what wants the template's own settings or its context takes them first."""
        kind = type(called)
        wants = getattr(called, "jinja_pass_arg", None) if kind in _FUNCTIONS else None
        if kind is not QuickMacro and (kind not in _FUNCTIONS or wants not in _SETTINGS):
            return super().call(called, *given, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        if kind is QuickMacro:
            return called.answer(self.eval_ctx, given, named)
        return called(*given, **named) if wants is None else called(self.eval_ctx, *given, **named)


def register(app: Flask) -> None:
    """Let the templates of `app` take the shorter ways."""
    app.jinja_env.context_class = CallingContext
    app.jinja_env.template_class = SharingTemplate
    app.context_processor(lambda: {_MADE: {}})
