"""What protects one table: said by the code, as it stands in the database, and the mark that says the second came from the first.

PostgreSQL keeps a policy in words of its own, so the two can't be compared. Once a table's protection is made, a keyed sum over what the
code said and what PostgreSQL then says of it is left in the table's comment. While both still give that sum, nobody has touched either
(docs/decisions/0024).
"""

import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import Model
from pgtrigger import Trigger, registry
from psycopg import sql

from throughcare.common.keyed import hashes_of
from throughcare.common.protection import REGISTRY, Rule
from throughcare.config.errors import ConfigError
from throughcare.config.modes import table_is_about_people

_VERBS = (("select", "see"), ("insert", "add"), ("update", "change"), ("delete", "delete"))
_SALT = "throughcare.guards"
_START = "Protected by throughcare migrate: "
_OURS = "(left(t.tgname, 10) = 'pgtrigger_' or p.pronamespace = 'throughcare'::regnamespace)"  # another package's triggers are its own
_TRIGGERS = f"select t.tgname from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = %s::regclass and {_OURS}"  # noqa: S608 - as below
# Everything `Guard.make` makes, as PostgreSQL has it: switches, policies, triggers with their functions, rights of the login and of everybody;
# and rules, of which it leaves none.
_STANDING = f"""
select c.relname, coalesce(obj_description(c.oid, 'pg_class'), ''), (jsonb_build_array(c.relrowsecurity, c.relforcerowsecurity,
  (select jsonb_agg(jsonb_build_array(polname, polcmd, polpermissive, array(select r::regrole::text from unnest(polroles) r),
     pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) order by polname) from pg_policy where polrelid = c.oid),
  (select jsonb_agg(jsonb_build_array(tgname, tgenabled, pg_get_triggerdef(t.oid), pg_get_functiondef(p.oid), p.proowner::regrole::text, p.proacl::text,
     (select prosrc from pg_proc where proname = '_pgtrigger_should_ignore' and pronamespace = 'public'::regnamespace)) order by tgname)
     from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and {_OURS}),
  (select jsonb_agg(jsonb_build_array(a.attname, x.grantee::bigint = 0, x.privilege_type, x.is_grantable) order by a.attname, x.grantee, x.privilege_type)
     from (select null as attname, c.relacl as acl union all select attname, attacl from pg_attribute where attrelid = c.oid and attacl is not null) a,
     lateral aclexplode(a.acl) x where x.grantee in (0, %(login)s::regrole)))
  || (select coalesce(jsonb_agg(jsonb_build_array(rulename, ev_enabled, pg_get_ruledef(oid)) order by rulename), '[]') from pg_rewrite
     where ev_class = c.oid))::text
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (%(table)s::text is null or c.relname = %(table)s)
order by c.relname"""  # noqa: S608 - our own words


# What the login, or everybody, may do with a table and the functions of its triggers: whether everybody, what, the column or function, and who gave it.
_RIGHTS = f"""
select x.grantee = 0, x.privilege_type, coalesce(a.attname, ''), x.is_grantable, x.grantor::regrole::text from pg_class c,
  lateral (select null as attname, c.relacl as acl union all select attname, attacl from pg_attribute where attrelid = c.oid and attacl is not null) a,
  lateral aclexplode(a.acl) x where c.oid = %(table)s::regclass and x.grantee in (0, %(login)s::regrole)
union all
select x.grantee = 0, x.privilege_type, p.proname, x.is_grantable, x.grantor::regrole::text from pg_trigger t join pg_proc p on p.oid = t.tgfoid,
  lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
  where t.tgrelid = %(table)s::regclass and {_OURS} and x.grantee in (0, %(login)s::regrole)
order by 1, 2, 3"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Standing:
    """A table's comment, and its protection in PostgreSQL's words."""

    comment: str
    found: str


@dataclass(frozen=True)
class Guard:
    """A table's protection as the code says it. No rule: the table is left without any right."""

    table: str
    rule: Rule | None
    triggers: tuple[tuple[Model, Trigger], ...]
    login: str
    partnership: bool

    def is_as_made(self, standing: Standing) -> bool:
        """Neither what the code says nor what stands in the database has changed since it was made."""
        return any(hmac.compare_digest(standing.comment, mark) for mark in self._marks(standing))

    def make(self) -> None:
        """Everything afresh, inside the caller's transaction, which nobody else sees half of. Only what came out as declared is marked."""
        with connection.cursor() as cursor:
            for statement in (*self._away(), *self.statements):
                cursor.execute(statement)
            for model, trigger in self.triggers:
                trigger.install(model)
                cursor.execute(self._as_whom(trigger, model))
            self._refuse_other_rights()
            (standing,) = look(self.login, self.table).values()
            cursor.execute(f'comment on table "{self.table}" is {_literal(self._marks(standing)[0])}')

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """Switches, policies and rights."""
        return tuple(self._statements())

    def _statements(self) -> Iterator[str]:
        if self.rule is None:
            return
        yield f'alter table "{self.table}" enable row level security'
        yield f'alter table "{self.table}" force row level security'
        yield from policies(self.table, self.rule)
        if not self._is_closed and (grants := self.rule.grants()):
            yield f'grant {grants} on "{self.table}" to {_name(self.login)}'
        yield from REGISTRY.triggers.get(self.table, ())

    @property
    def _is_closed(self) -> bool:
        return self.partnership and (self.table in REGISTRY.personal or table_is_about_people(self.table))

    def _refuse_other_rights(self) -> None:
        """Somebody else's gift outlives the owner's `revoke`."""
        given = self.rule.rights() if self.rule and not self._is_closed else {}
        declared = {(False, verb, column, False) for verb, columns in given.items() for column in columns or ("",)}
        with connection.cursor() as cursor:
            cursor.execute(_RIGHTS, {"table": f'public."{self.table}"', "login": _name(self.login)})
            found = {tuple(right): giver for *right, giver in cursor.fetchall()}
        for everybody, verb, where, _ in sorted(found.keys() - declared):
            giver, whose = found[everybody, verb, where, _], "Everybody" if everybody else f"The log-in {self.login}"
            raise ConfigError(
                f"{whose} has the right {verb}{f' ({where})' if where else ''} on {self.table}, which nothing declares; {giver} gave it, and "
                f"the owner can't take it away. As {giver}, or as a superuser, revoke it; then run throughcare migrate again."
            )
        if lost := sorted(declared - found.keys()):
            raise ConfigError(
                f"The log-in {self.login} did not get the right {lost[0][1]} on {self.table}: run throughcare migrate as owner."
            )

    def _away(self) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("select policyname from pg_policies where schemaname = 'public' and tablename = %s", [self.table])
            gone = [f'drop policy {_name(policy)} on "{self.table}"' for (policy,) in cursor.fetchall()]
            kept = {trigger.get_pgid(model) for model, trigger in self.triggers}
            cursor.execute(_TRIGGERS, [f'public."{self.table}"'])
            gone += [f'drop trigger {_name(trigger)} on "{self.table}"' for (trigger,) in cursor.fetchall() if trigger not in kept]
            cursor.execute("select rulename from pg_rewrite where ev_class = %s::regclass", [f'public."{self.table}"'])
            gone += [f'drop rule {_name(rule)} on "{self.table}"' for (rule,) in cursor.fetchall()]
        return [*gone, f'revoke all on "{self.table}" from public, {_name(self.login)} cascade']

    def _as_whom(self, trigger: Trigger, model: Model) -> str:
        """History is written as the owner, and so by nobody else.

        The application's login can neither put a temporary table in the way of a trigger nor hang a trigger's function on such a table.
        """
        security = "security definer" if hasattr(trigger, "event_model") else "security invoker"
        name = f"function public.{_name(trigger.get_pgid(model))}()"
        return f"alter {name} {security} set search_path = public, pg_temp; revoke all on {name} from public, {_name(self.login)} cascade"

    def _marks(self, standing: Standing) -> list[str]:
        said = [
            *self.statements,
            *(f"{trigger.compile(model).install_sql} {self._as_whom(trigger, model)}" for model, trigger in self.triggers),
        ]
        return [_START + one.hex() for one in hashes_of(_SALT, json.dumps([self.table, said, standing.found]))]


def look(login: str, table: str | None = None) -> dict[str, Standing]:
    """Every table of the public schema, or one."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"login": _name(login), "table": table})
        return {name: Standing(comment, found) for name, comment, found in cursor.fetchall()}


def guards(tables: Iterable[str], login: str, *, partnership: bool) -> list[Guard]:
    """One for each of these tables."""
    triggers: dict[str, list[tuple[Model, Trigger]]] = defaultdict(list)
    for model, trigger in registry.registered():
        triggers[model._meta.db_table].append((model, trigger))
    return [Guard(table, REGISTRY.rules.get(table), tuple(triggers[table]), login, partnership) for table in tables]


def policies(table: str, rule: Rule) -> Iterable[str]:
    """One policy a verb, as SQL."""
    for verb, name in _VERBS:
        condition = getattr(rule, name)
        if condition is None:
            continue
        using = "" if verb == "insert" else f" using ({condition})"
        check = "" if verb in ("select", "delete") else f" with check ({condition})"
        yield f'create policy "{table}_{verb}" on "{table}" for {verb}{using}{check}'


def _name(text: str) -> str:
    return sql.Identifier(text).as_string()


def _literal(text: str) -> str:
    return sql.Literal(text).as_string()
