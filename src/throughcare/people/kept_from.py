"""Which users limited access keeps from a person, in SQL: said once, for the functions that answer it, each to whom it may. In all of it `person` is
the person's id and `u` a row of accounts_user.
"""


def counts_at(moment: str) -> str:
    """SQL for whether a limit `l` stood at a moment. Said of a moment that is over it never changes: a limit is not dated back, and ends when it ends."""
    return f"l.starts_at <= {moment} and (l.ends_at is null or l.ends_at > {moment})"


def limited_at(moment: str, person: str = "r.person_id") -> str:
    """SQL for whether somebody's record was limited at a moment, from whomever. What is counted keeps to the limits of its own moment, so that
    limiting a record today changes no number that was told before (decision 58).
    """
    return f"exists (select 1 from people_limit l where l.person_id = {person} and {counts_at(moment)})"


COUNTS = counts_at("now()")
# The keys of a user (k) that a contact of somebody (c) has too.
SHARED = """people_matchkey k join people_matchkey c on c.key = k.key and c.contact_id is not null"""
CLEARED = """exists (select 1 from people_conflict d where d.user_id = k.user_id and d.person_id = c.person_id
        and d.verdict = 'NONE' and c.key = any(d.keys))"""
NOT_THEMSELVES = "not exists (select 1 from people_ownaccount o where o.user_id = u.id and o.person_id = person)"
# Close to somebody of the person's; or found to be so and not decided: taking back what was the same does not open the record, so that nobody
# finds out by trying what is written there.
CLOSE = f"""(exists (select 1 from {SHARED} where k.user_id = u.id and c.person_id = person and not {CLEARED})
        or exists (select 1 from people_conflict w where w.user_id = u.id and w.person_id = person and w.verdict = ''))"""
KEPT_FROM = f"""{NOT_THEMSELVES} and ({CLOSE}
        or exists (select 1 from people_limit l where l.person_id = person and {COUNTS} and (u.id = any(l.users)) = (l.kind = 'EXCLUSION')))"""
EXCLUDED_FROM = f"""{NOT_THEMSELVES} and ({CLOSE}
        or exists (select 1 from people_limit l where l.person_id = person and l.kind = 'EXCLUSION' and u.id = any(l.users) and {COUNTS}))"""
