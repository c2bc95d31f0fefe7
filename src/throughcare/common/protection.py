"""Which rows of which table a reader may see: declared once beside the model, made into PostgreSQL policies by `migrate`.

A table nobody declared has no grant, so the application's login can't touch it, and a test fails.
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import Model

IS_SYSTEM = "(select throughcare.is_system())"
MY_TEAMS = "((select throughcare.my_teams())::uuid[])"
MY_PERSON = "(select throughcare.my_person())"
READER = "(select throughcare.reader())"


def may(permission: str) -> str:
    """SQL that is true when one of the reader's roles holds `permission`."""
    return f"(select throughcare.may('{permission}'))"


def not_kept(person: str, *, to_see: bool = False) -> str:
    """SQL that is true unless limited access keeps the reader from this person: an exclusion, a restriction, a conflict.

    The one rule behind lists, search, counts, pages, files, REST and exports. to_see: of rows that are shown, and not written.
    """
    return f"({_not_excluded(person)} and {_not_restricted(person, to_see)})"


def _not_restricted(person: str, to_see: bool) -> str:
    """SQL. What is shown may rest on what this transaction found before; what is written is asked anew of each row."""
    if to_see:
        each = f"throughcare.unrestricted({person})"
        return _of_many(f"({person} in (select throughcare.open_to_me('')) or {each})", each)
    return f"not throughcare.restricted({person})"


def _of_many(together: str, each: str) -> str:
    """SQL for what is shown: `each` is asked of one row after the other, until the statement has asked so often that `together` is dearer no more.

    Both say the same by the same rule, whatever the setting says: PostgreSQL makes the list in `together` once a statement, and looks each row up in it.
    """
    return (
        f"(case when current_setting('throughcare.of_many', true) = (select statement_timestamp()::text) then {together} else {each} end)"
    )


def _not_excluded(person: str) -> str:
    """SQL: neither an exclusion by name nor a conflict. A reader has few of these, so they are looked up once a transaction and stay text: to
    look for one id in it costs less than to take an array apart in every query. A site's restrictions are many, and asked of one person each.
    """
    return (
        f"(case when (select throughcare.looked_up()) then strpos((select nullif(current_setting('throughcare.excluded', true), '')), {person}::text) = 0 "
        f"else {person} <> all((select throughcare.excluded_read())::uuid[]) end)"
    )


# For functions asked again and again by key: plpgsql keeps a plan for the session, and one for any key. Planned for each key anew, as
# PostgreSQL would choose, most of these take four times as long.
_PLANNED_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan"
PLANNED_ONCE = f"language plpgsql stable {_PLANNED_AS_OWNER}"
# For those that policies ask of rows: a page asks most once of a person, and finds the answer remembered after. Reckoned with at the usual cost for each row
# of a team's list, they made PostgreSQL think a plan for any reader dearer than to plan the page anew each time, which took a fifth of its time.
ASKED_OF_ROWS = f"{PLANNED_ONCE} cost 10"


@dataclass(frozen=True)
class Rule:
    """One class of table: SQL conditions for seeing, adding, changing and deleting a row (None: never)."""

    kind: str
    reason: str
    see: str | None
    add: str | None = None
    change: str | None = None
    delete: str | None = None
    add_columns: tuple[str, ...] = ()  # all of a new row the login may fill in; none named: every column

    def grants(self) -> str:
        """The verbs the application's login is given at all."""
        return ", ".join(f"{verb} ({', '.join(columns)})" if columns else verb for verb, columns in self.rights().items())

    def rights(self) -> dict[str, tuple[str, ...]]:
        """The same, each with the columns it is given for (none: all of them)."""
        verbs = {"SELECT": self.see, "INSERT": self.add, "UPDATE": self.change, "DELETE": self.delete}
        return {verb: self.add_columns if verb == "INSERT" else () for verb, condition in verbs.items() if condition is not None}


def public(reason: str, *, write: str | None = None, see: str = "true") -> Rule:
    """Everybody may read it, for a stated reason; `write` says who may change it (none: only migrations)."""
    return Rule("public", reason, see, write, write, write)


def internal(reason: str) -> Rule:
    """Machinery (queues, migrations): holds keys and no word about anybody."""
    return Rule("internal", reason, "true", "true", "true", "true")


def sealed(reason: str) -> Rule:
    """The application's login has no grant; narrow SECURITY DEFINER functions are the only way."""
    return Rule("identity", reason, None)


def identity(mine: str, *, add: str | None = None, change: str | None = None, delete: str | None = None) -> Rule:
    """Accounts and credentials: one's own, or the one account now logging in."""
    return Rule("identity", "accounts and credentials", mine, add, change, delete)


def confidential(see: str, *, write: str | None, delete: str | None = None) -> Rule:
    """Between named organisations' teams only."""
    return Rule("partner-confidential", "between the teams named", see, write, write, delete)


def involved(table: str, column: str, compartment: str, *, to_see: bool = False) -> str:
    """SQL that is true when the reader's role opens records and a team of theirs is involved with the row's person, for this compartment, now,
    and no restriction keeps the record to others.

    A call of a function, whose plan the session keeps: a sub-select would bring the policies of its own table into the plan of every query.
    """
    person = f"{table}.{column}"
    asks = f"throughcare.opens({person}, '{compartment}')"
    if to_see:  # as with `not_kept`
        asks = _of_many(f"{person} in (select throughcare.open_to_me('{compartment}'))", f"throughcare.shows({person}, '{compartment}')")
    return f"({may('person.view')} and {asks})"


@dataclass(frozen=True)
class Personal:
    """About one person: seen through an Involvement that holds the compartment, or by the person.

    also_see, also_add, also_change: further SQL conditions (say, the partner a referral was sent to).
    person_sees: the person may read the row themselves.
    only: a further SQL condition on those who come through an Involvement (say, a permission for what is sensitive).
    only_change: the same on those who change a row.
    by_trigger: only triggers that run as the owner write it.
    """

    column: str
    compartment: str
    person_sees: bool = True
    only: str = ""
    only_change: str = ""
    also_see: str = ""
    also_add: str = ""
    also_change: str = ""
    deletable: bool = False
    append_only: bool = False
    by_trigger: bool = False

    def rule(self, table: str) -> Rule:
        """The four conditions for this table."""
        person = f"{table}.{self.column}"

        def unless_kept(also: str = "", *, to_see: bool = False, only: str = "") -> str:
            through = involved(table, self.column, self.compartment, to_see=to_see)
            for narrower in (self.only, only):
                through = f"({through} and {narrower})" if narrower else through
            # Whoever comes through an Involvement is asked there whether the record is restricted to others.
            also = f"(({also}) and {_not_restricted(person, to_see)})" if also else ""
            return f"{IS_SYSTEM} or (({_either(through, also)}) and {_not_excluded(person)})"

        own = f" or {person} = {MY_PERSON}" if self.person_sees else ""
        return Rule(
            "personal",
            self.compartment,
            unless_kept(self.also_see, to_see=True) + own,
            None if self.by_trigger else unless_kept(self.also_add),
            None if self.append_only else unless_kept(self.also_change, only=self.only_change),
            unless_kept() if self.deletable else None,
        )


def _either(first: str, second: str) -> str:
    return f"{first} or {second}" if second else first


@dataclass(frozen=True)
class Standing:
    """Something every policy asks of the reader: how it is looked up, and the tables that look reads."""

    look: str
    of: tuple[str, ...]
    without_people: str = ""

    def asked(self, *, without_people: bool) -> str:
        """The look, or what it finds where there are no people."""
        return self.without_people if without_people and self.without_people else self.look


@dataclass
class Registry:
    """All declarations of the running application."""

    rules: dict[str, Rule] = field(default_factory=dict)
    functions: list[tuple[str, str]] = field(default_factory=list)
    without_people: dict[str, str] = field(default_factory=dict)
    declared_in: dict[str, str] = field(default_factory=dict)
    triggers: dict[str, list[str]] = field(default_factory=dict)
    standing: dict[str, Standing] = field(default_factory=dict)
    standing_among: dict[str, str] = field(default_factory=dict)
    remembered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    personal: dict[str, Personal] = field(default_factory=dict)


REGISTRY = Registry()


def protect_table(table: str, rule: Rule | Personal) -> None:
    """Declare the class of a table by name (for tables of other packages)."""
    if isinstance(rule, Personal):
        REGISTRY.personal[table] = rule
        rule = rule.rule(table)
    if table in REGISTRY.rules:
        raise ValueError(f"{table} is declared twice")
    REGISTRY.rules[table] = rule


def protect(rule: Rule | Personal) -> Callable[[type[Model]], type[Model]]:
    """Class decorator: `@protect(Personal("person_id", "C7"))` above a model."""

    def declare(model: type[Model]) -> type[Model]:
        protect_table(model._meta.db_table, rule)
        return model

    return declare


def seen_too(table: str, when: str) -> None:
    """Widen who sees a row of a lower app's table by a SQL condition of this one; say in a comment why the row is theirs to know."""
    rule = REGISTRY.rules[table]
    REGISTRY.rules[table] = replace(rule, see=_either(rule.see or "false", f"({when})"))


def define(name: str, sql: str, *, without_people: str = "") -> None:
    """Register a SQL function (CREATE OR REPLACE …), made by `migrate` before the policies, in this order.

    without_people: SQL for what it answers in partnership mode, where the log-in may call none that is about people: for those that policies,
    triggers and pages of other things ask all the same. It names nothing about a person.
    """
    REGISTRY.functions.append((name, sql))
    REGISTRY.declared_in[name] = _declaring()
    if without_people:
        REGISTRY.without_people[name] = _answering(sql, without_people)


def _answering(sql: str, answer: str) -> str:
    """A function of the same name, arguments and type that says just this, as whoever asks."""
    head = re.split(r"\slanguage\s", sql, maxsplit=1)[0]
    if head.endswith("returns trigger"):
        return f"{head} language plpgsql as $$ begin return {answer}; end $$"
    return f"{head} language sql stable as $$ select {answer} $$"


def _declaring() -> str:
    """The module that declares: whose app it is of is told by nothing else, and one that had to say so could say it wrong."""
    frame = inspect.currentframe()
    while frame and frame.f_globals["__name__"] == __name__:
        frame = frame.f_back
    return str(frame.f_globals["__name__"]) if frame else ""


def define_trigger(table: str, sql: str) -> None:
    """Register a trigger (CREATE TRIGGER …) that calls a function defined here; made together with its table's policies."""
    REGISTRY.triggers.setdefault(table, []).append(sql)


def standing(name: str, returns: str, look: str, *, of: tuple[str, ...], without_people: str = "") -> None:
    """Define `throughcare.<name>()`, something every policy asks of the reader: looked up once a transaction, by `throughcare.stand`.

    look: an SQL expression, asked as the owner; in it `me` is the reader's id and `today` the site's day, and the lists of `standing_among` are
    at hand. It becomes `throughcare.<name>_read()` too, which answers wherever nobody stood: in another reader's name, and once this transaction
    has changed a table of `of`. without_people: as with `define`.
    """
    define(
        f"{name}_read",
        f"create or replace function throughcare.{name}_read() returns {returns} {PLANNED_ONCE} as $$ {_WHO} "
        f"begin return ({_among(look)} select {look}); end $$",
        without_people=without_people,
    )
    define(
        name,
        # Neither security definer nor with settings of its own, so that the planner puts its one expression in place of the call.
        f"create or replace function throughcare.{name}() returns {returns} language sql stable as $$ select case when throughcare.looked_up() "
        f"then nullif(current_setting('throughcare.{name}', true), '')::{returns} else throughcare.{name}_read() end $$",
    )
    REGISTRY.standing[name] = Standing(look, of, without_people)


_WHO = "declare me uuid := throughcare.reader(); today date := throughcare.today();"


def standing_among(name: str, rows: str) -> None:
    """A list that several looks choose from, read once for all of them: a SELECT that may say `me` and `today`."""
    REGISTRY.standing_among[name] = rows


def _among(*looks: str) -> str:
    """The lists these looks name."""
    lists = [(name, rows) for name, rows in REGISTRY.standing_among.items() if any(re.search(rf"\b{name}\b", look) for look in looks)]
    return "with " + ", ".join(f"{name} as materialized ({rows})" for name, rows in lists) if lists else ""


# As many as stand in so many bytes, some hundred persons. What asks of thousands in one transaction would spend more on looking through a
# longer text than on asking.
_MOST_REMEMBERED = 6000


def remembers(what: str, *, of: tuple[str, ...]) -> None:
    """A page asks the same of the same fifty persons again and again: `what` was found to hold of some. A change of a table of `of` makes the
    transaction forget that, as it does for `standing`. For what is shown alone: what is written is asked anew."""
    REGISTRY.remembered[what] = of


def what_was_found(what: str) -> str:
    """SQL: all this transaction found it to hold of. It counts where `throughcare.looked_up()`: of this reader, and nothing it stands on was
    changed since."""
    return f"current_setting('throughcare.{what}', true)"


def remember(what: str, key: str, otherwise: str) -> str:
    """plpgsql: the statement that keeps it, in a function that declares `said text`: PERFORM would cost a query. otherwise: in place
    of it, when there is enough."""
    kept = what_was_found(what)
    keep = f"said := set_config('throughcare.{what}', {kept} || ' ' || {key}, true);"
    return f"if throughcare.looked_up() and length({kept}) < {_MOST_REMEMBERED} then {keep} else {otherwise} end if;"


def define_stand() -> None:
    """The function that looks everything up, and the triggers that make a transaction forget it. Call it once all pieces are declared."""
    define("stand", _stand(without_people=False))
    REGISTRY.without_people["stand"] = _stand(without_people=True)
    define(
        "forget_standing",
        "create or replace function throughcare.forget_standing() returns trigger language plpgsql as $$ "
        "begin perform set_config('throughcare.standing', '', true); return null; end $$",
    )
    standing_on = {table for one in REGISTRY.standing.values() for table in one.of}
    _forget("standing", "forget_standing", standing_on)
    # What stands besides is as it was: to look it all up anew for each row that is handed on would cost more than the page.
    remembered = ", ".join(f"set_config('throughcare.{what}', '', true)" for what in sorted(REGISTRY.remembered))
    define(
        "forget_remembered",
        f"create or replace function throughcare.forget_remembered() returns trigger language plpgsql as $$ begin perform {remembered}; return null; end $$",
    )
    _forget("remembered", "forget_remembered", {table for of in REGISTRY.remembered.values() for table in of} - standing_on)


def _stand(*, without_people: bool) -> str:
    asked = {name: one.asked(without_people=without_people) for name, one in REGISTRY.standing.items()}
    looks = ", ".join(
        [f"set_config('throughcare.{name}', ({look})::text, true)" for name, look in asked.items()]
        + [f"set_config('throughcare.{what}', '', true)" for what in ("asked", "of_many", *sorted(REGISTRY.remembered))]
    )
    # Volatile: what it looks up was committed before its statement, so after the account's lock was got. All looks in one statement: each
    # in one of its own costs twice as much, in every transaction.
    return f"""create or replace function throughcare.stand() returns void language plpgsql volatile {_PLANNED_AS_OWNER} as $$ {_WHO} looked record;
        begin
          {_among(*asked.values())} select {looks} into looked;
          perform set_config('throughcare.standing', current_setting('throughcare.reader', true), true);
        end $$"""


def _forget(trigger: str, function: str, tables: set[str]) -> None:
    for table in sorted(tables):
        define_trigger(
            table,
            f"create trigger {trigger} after insert or update or delete or truncate on {table} for each statement execute function throughcare.{function}()",
        )
