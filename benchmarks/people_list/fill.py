"""A million invented people around the demo's offices. Put in by the superuser, without triggers: how they come in is another benchmark's matter."""

from collections.abc import Callable
from typing import Any

OFFICE, READER = "piwakawaka-bay-prison", "mere"
SHARE = 90  # one person in so many belongs to the reader's office: 11,111 of a million, as many as the peer's filter leaves

# Ids as `common.ids.new_id` makes them, in the order of time; names sort in another order than ids, and no office sorts with either.
# One in 250 of the office is the reader's own: 44.
_STEPS = {
    "people": """insert into people_person (id, preferred_name, given_names, family_name, name_mi, search_key, birth_date, age_band, gender, ethnicities,
        iwi, languages, interpreter_needed, release_date, release_unknown_because, version, created_at)
      select uuidv7(), first, first, last, '', lower(last || ' ' || first), date '1960-01-01' + (n * 7 %% 16000), '', 'MALE', '{not_known}', '{}', '{en}',
        false, case when n %% 3 = 0 then date '2027-01-01' + n %% 2000 end, '', 1, now()
      from (select n, initcap(translate(substr(md5('f' || n %% 4000), 1, 6), '0123456789', 'aeioumnrst')) as first,
        initcap(translate(substr(md5('l' || n %% 30011), 1, 8), '0123456789', 'aeioumnrst')) as last from generate_series(1, %(people)s) n) as made""",
    "offices": """create temporary table placed as
      select p.id as person, row_number() over (order by p.id) as n, t.id as team, w.user_id as worker, uuidv7() as assignment
      from (select id, row_number() over (order by md5(id::text)) as n from people_person where id not in (select person_id from people_involvement)) p
      join (select id, row_number() over (order by code <> %(office)s, code) - 1 as n, count(*) over () as teams from accounts_team where kind = 'OFFICE') t
        on t.n = case when p.n %% %(share)s = 0 then 0 else 1 + p.n %% (t.teams - 1) end
      join lateral (select m.user_id from accounts_membership m join accounts_user u on u.id = m.user_id where m.team_id = t.id
        order by (u.email like %(reader)s) = (p.n / %(share)s %% 250 <> 0), md5(m.user_id::text || p.n %% 7) limit 1) w on true""",
    "assignments": """insert into people_assignment (id, kind, starts_at, by_id, person_id, team_id, worker_id)
      select assignment, 'MAIN', now() - interval '60 days', worker, person, team, worker from placed""",
    "involvements": """insert into people_involvement (id, because_kind, because_id, compartments, starts_at, by_id, team_id, person_id)
      select uuidv7(), 'people.assignment', null, '{C1,C2,C3,C5,C7,C8,C9,C10}', now() - interval '60 days', worker, team, person from placed""",
    "entries of caseloads": """insert into people_caseloadentry (id, person_id, team_id, sort_key, released, main_until)
      select uuidv7(), p.id, team, p.search_key, coalesce(p.release_date, '9999-12-31'), 'infinity' from placed join people_person p on p.id = person""",
    "whereabouts": """insert into people_whereabouts (id, kind, starts_on, person_id, site_id)
      select uuidv7(), 'CUSTODY', current_date - 300, person, sites.ids[1 + n %% cardinality(sites.ids)]
      from placed, (select array_agg(id order by code) as ids from places_site) sites""",
    "needs": """insert into people_need (id, pillar, note, status, version, created_at, changed_at, person_id)
      select uuidv7(), (array['ACCOMMODATION', 'EMPLOYMENT', 'HEALTH_WELLBEING'])[1 + (n + k) %% 3], 'Wants a place near the children.',
        (array['NOT_STARTED', 'IN_PROGRESS', 'MET'])[1 + (n + k) %% 3], 1, now(), now(), person from placed, generate_series(1, 2) k""",
    "keys of contacts": """insert into people_matchkey (id, source, contact_id, person_id, key)
      select uuidv7(), 'contact', uuidv7(), person, 'name:' || substr(md5(n::text), 1, 32) from placed""",
    "limits": """insert into people_limit (id, person_id, kind, users, reason, words, starts_at, withheld, made_at, lift_why, version)
      select uuidv7(), person, case when n %% 2 = 0 then 'EXCLUSION' else 'RESTRICTION' end, array[worker], 'KNOWN', 'Known to them.', now(), '', now(), '', 1
      from placed where n %% 2000 = 7""",
}


def fill(superuser: Any, people: int, say: Callable[[str], None]) -> int:
    """Put them in, and look at every table once as autovacuum would. Returns how many are on the reader's office's caseload."""
    superuser.execute("set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '256MB'")
    for name, step in _STEPS.items():
        say(f"{name} …")
        superuser.execute(step, {"people": people, "office": OFFICE, "share": SHARE, "reader": f"{READER}.%"})
    say("vacuum …")
    superuser.execute("vacuum analyze")
    (count,) = superuser.execute(
        "select count(*) from people_involvement i join accounts_team t on t.id = i.team_id where t.code = %s and i.ends_at is null",
        [OFFICE],
    ).fetchone()
    return int(count)


def reader(superuser: Any) -> str:
    """The reader's id: of the case managers of the office, the one the demo logs in."""
    (found,) = superuser.execute(
        "select u.id from accounts_user u join accounts_membership m on m.user_id = u.id join accounts_team t on t.id = m.team_id "
        "where t.code = %s and m.role_id = 'case_manager' and lower(u.email) like %s",
        [OFFICE, f"{READER}.%"],
    ).fetchone()
    return str(found)


def in_the_office(superuser: Any) -> list[str]:
    """Some hundred of the reader's office, from all over the alphabet, that are not kept from them."""
    rows = superuser.execute(
        "select i.person_id from people_involvement i join accounts_team t on t.id = i.team_id where t.code = %s and i.ends_at is null and i.compartments <> '{}' "
        "and not exists (select 1 from people_limit l where l.person_id = i.person_id) order by md5(i.person_id::text) limit 400",
        [OFFICE],
    ).fetchall()
    return [str(row[0]) for row in rows]


def on_own_caseload(superuser: Any, user: str) -> list[str]:
    """Of these, everybody whose worker the reader is."""
    rows = superuser.execute(
        "select person_id from people_assignment a where worker_id = %s and ends_at is null "
        "and not exists (select 1 from people_limit l where l.person_id = a.person_id) order by md5(person_id::text)",
        [user],
    ).fetchall()
    return [str(row[0]) for row in rows]
