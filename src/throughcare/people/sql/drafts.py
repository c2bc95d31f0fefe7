"""While whom somebody sees what they began to write: narrow functions of the policy of drafts."""

from django.conf import settings

from throughcare.common.protection import PLANNED_ONCE, define
from throughcare.people.sql import involving  # noqa: F401 - these ask functions of it, so it is made first

define(
    "opens_each",
    # Does the record of every one of them open to the reader now, for this compartment, with nothing that keeps the reader from it? Of nobody: no.
    f"""create or replace function throughcare.opens_each(persons uuid[], compartment text) returns boolean {PLANNED_ONCE} as $$
    begin
      return cardinality(persons) > 0 and not exists (
        select 1 from unnest(persons) p where p is null or not throughcare.opens(p, compartment) or throughcare.keeps(p));
    end $$""",
)
_IMPORTS = "throughcare.may('person.import')"
_NOT_EXCLUDED = "not in (select throughcare.excluded_from())"
# What the page of each form asks before it shows the form: by the same right, of the same thing, still undecided, and about these people.
_DECIDES = {
    "own-details": "thing = me and persons = '{}' and (throughcare.may('person.view') or throughcare.may('referral.answer'))",
    "limit-new": "thing = me and persons = '{}' and throughcare.may('privacy.manage')",
    "limit-of-record": "persons = array[thing] and throughcare.may('limit.set') and throughcare.involved(thing)",
    "limit-move": """exists (select 1 from people_limit l where l.id = thing and persons = array[l.person_id] and l.lift_asked_by_id is null
        and l.lifted_at is null and (l.ends_at is null or l.ends_at > now()) and throughcare.may_limit(l.person_id))""",
    "conflict": f"""throughcare.may('privacy.manage') and exists (select 1 from people_conflict c where c.id = thing
        and persons = array[c.person_id] and c.verdict = '' and c.user_id <> me and c.person_id {_NOT_EXCLUDED})""",
    "look": f"""(throughcare.may('privacy.manage') or throughcare.may('audit.read')) and exists (select 1 from people_look l where l.id = thing
        and persons = array[l.person_id] and l.verdict = '' and l.asked_at is not null and l.user_id <> me and l.person_id {_NOT_EXCLUDED})""",
    "emergency-opening": """throughcare.may('emergency.review') and exists (select 1 from people_emergencyopening e where e.id = thing
        and persons = array[e.person_id] and e.verdict = '' and e.user_id <> me and throughcare.may_review(e.person_id))""",
    "reading-stop": f"""persons = '{{}}' and exists (select 1 from people_readstop s where s.id = thing
        and (s.at at time zone '{settings.TIME_ZONE}')::date = throughcare.today() and throughcare.may_lift(s.user_id))""",
    "duplicate": f"""{_IMPORTS} and exists (select 1 from people_likelypair p where p.id = thing and p.state = 'OPEN'
        and array[p.one_id, p.other_id] @> persons and not exists (select 1 from people_merge m where m.state in ('PROPOSED', 'MERGED', 'TO_PART')
          and (m.winner_id, m.loser_id) in ((p.one_id, p.other_id), (p.other_id, p.one_id))))""",
    "held": f"""{_IMPORTS} and exists (select 1 from people_heldrow h where h.id = thing and h.state in ('WAITING', 'ASKED')
        and array(select c.person_id from people_heldcandidate c where c.held_id = h.id and c.person_id is not null) @> persons)""",
    "merge-move": f"""{_IMPORTS} and exists (select 1 from people_merge m where m.id = thing and m.state = 'MERGED'
        and array[m.winner_id, m.loser_id] @> persons)""",
}
define(
    "decides",
    # May the reader decide this very thing now, though they may not see whose record it is about?
    f"""create or replace function throughcare.decides(form text, thing uuid, persons uuid[]) returns boolean {PLANNED_ONCE} as $$
    declare me uuid := throughcare.reader();
    begin
      if me is null then return false; end if;
      return coalesce(case form {" ".join(f"when '{form}' then {may}" for form, may in _DECIDES.items())} end, false);
    end $$""",
)
