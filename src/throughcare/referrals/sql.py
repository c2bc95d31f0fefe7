"""What the triggers of this app hold, whatever SQL is tried: each side makes its own moves and writes under its own name.

A row without a reader comes from a system actor or the owner: row security gives the application's login nothing otherwise.
Tables are named with their schema, so that a temporary table can't stand in for one. What a reader writes carries a time of its
transaction, whatever was sent.
"""

from django.conf import settings

from throughcare.accounts.permissions import Permission
from throughcare.accounts.sql import IN_FORCE
from throughcare.common.protection import define
from throughcare.common.states import Side
from throughcare.evaluation.small_counts import FEWEST_AS_IS
from throughcare.people.kept_from import KEPT_FROM, limited_at
from throughcare.referrals.states import REFERRAL_STATES

define(
    "referred_services",
    # Not inlined into every query of the directory, as the referrals' policies would be; they hold inside it all the same.
    """create or replace function throughcare.referred_services() returns setof uuid
    language plpgsql stable security invoker rows 100 set search_path = pg_catalog, public, pg_temp as $$
    begin return query select r.service_id from referrals_referral r; end $$""",
    without_people="null::uuid where false",  # the directory asks
)

# Asked by policies of other tables. What these read is held by its own policies, whose plan the session keeps instead of making it
# part of every query.
_INVOKER = "language plpgsql stable security invoker set search_path = pg_catalog, public, pg_temp"
define(
    "sees_referral",
    f"""create or replace function throughcare.sees_referral(wanted uuid) returns boolean {_INVOKER} as $$
    begin return exists (select 1 from referrals_referral r where r.id = wanted); end $$""",
)
define(
    "open_for",
    # Is a team of the reader's involved with this person now because of this referral?
    f"""create or replace function throughcare.open_for(referral uuid, person uuid) returns boolean {_INVOKER} as $$
    begin return exists (select 1 from people_involvement i where i.because_id = referral and i.because_kind = 'referrals.referral'
      and i.person_id = person and i.team_id = any(throughcare.my_teams()) and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now())); end $$""",
)
define(
    "referrals_between",
    # For whoever may look at partners: how many referrals went between two organisations (null: an office of the department) in a quarter that is
    # over, of at least five people. Fewer are not told, and sums are made of what is told alone, so no difference of two answers is one person's:
    # whatever day is asked from, whole quarters are counted, from the one that day lies in.
    # wanted: of these organisations; null: of any. Confidential services are in no count, nor is what happened while a record was limited.
    f"""create or replace function throughcare.referrals_between(since date, wanted uuid[])
    returns table (from_organization uuid, to_organization uuid, quarter date, referrals bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select f.organization_id, t.organization_id, date_trunc('quarter', r.sent_at at time zone '{settings.TIME_ZONE}')::date, count(*)
    from referrals_referral r join partners_organizationteam t on t.team_id = r.to_team_id
      left join partners_organizationteam f on f.team_id = r.from_team_id join services_service s on s.id = r.service_id
    where (throughcare.is_system() or throughcare.may('{Permission.PARTNER_VIEW}')) and not s.confidential
      and r.sent_at >= date_trunc('quarter', since::timestamp) at time zone '{settings.TIME_ZONE}'
      and r.sent_at < date_trunc('quarter', throughcare.today()::timestamp) at time zone '{settings.TIME_ZONE}'
      and t.organization_id is distinct from f.organization_id
      and (wanted is null or t.organization_id = any(wanted) or f.organization_id = any(wanted))
      and not {limited_at("r.sent_at")}
    group by 1, 2, 3 having count(distinct r.person_id) >= {FEWEST_AS_IS} $$""",
)

define(
    "accepting_order",
    # For whoever may look at partners: the order of organisations by the share of answered referrals they accepted, the smallest first, and no
    # number of anything. Of the eight quarters that are over, of at least ten people answered for; otherwise as above.
    f"""create or replace function throughcare.accepting_order() returns table (organization uuid, place bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select t.organization_id, rank() over (order by avg((exists (select 1 from referrals_logentry l
        where l.referral_id = r.id and l.kind = 'MOVED' and l.verb = 'accept'))::int))
    from referrals_referral r join partners_organizationteam t on t.team_id = r.to_team_id join services_service s on s.id = r.service_id
    where (throughcare.is_system() or throughcare.may('{Permission.PARTNER_VIEW}')) and not s.confidential
      and r.answered_at >= (date_trunc('quarter', throughcare.today()::timestamp) - interval '2 years') at time zone '{settings.TIME_ZONE}'
      and r.answered_at < date_trunc('quarter', throughcare.today()::timestamp) at time zone '{settings.TIME_ZONE}'
      and not {limited_at("r.answered_at")}
    group by 1 having count(distinct r.person_id) >= {2 * FEWEST_AS_IS} $$""",
)


def _timely(column: str) -> str:
    """The time said is one of this transaction, or it becomes so."""
    return f"if new.{column} not between now() and clock_timestamp() then new.{column} := now(); end if;"


_NO_READER = "if throughcare.reader() is null then return new; end if;"
_MAY_ACT = f"(case when theirs then throughcare.may('{Permission.REFERRAL_ANSWER}') else throughcare.may('{Permission.REFERRAL_SEND}') end)"


def _moves(side: Side, *, verbs: bool = False) -> str:
    """The moves of one side as a list of SQL rows: ('SENT', 'ACCEPTED'), with the verb first for the log."""
    rows = [(move.verb, leaves, move.reaches) for move in REFERRAL_STATES.moves if move.by is side for leaves in sorted(move.leaves)]
    return ", ".join("({})".format(", ".join(f"'{word}'" for word in row[0 if verbs else 1 :])) for row in rows)


# The reader stands on the partner's side when the referral goes to a team of theirs, as in policies.side_of.
THEIRS = [("theirs", "boolean")]
OF_REFERRAL = [("theirs", "boolean"), ("it", "record")]

REFERRAL_BEGINS = f"""
    {_NO_READER}
    if new.state <> 'DRAFT' or new.version <> 1 or new.sent_at is not null or new.referrer_id <> throughcare.reader()
       or not new.from_team_id = any(throughcare.my_teams()) then
      raise exception 'a referral begins as a draft, in the name of who makes it and of their team';
    end if;
    if not throughcare.lists_service(new.service_id) then
      raise exception 'a referral goes to a service of the directory its maker reads';
    end if;
    {_timely("created_at")}
    {_timely("changed_at")}
    return new;
"""

# Either side may change the row, so what it is about is out of both their reach, and each has its own part of the rest.
REFERRAL_STAYS = f"""
    if new.person_id <> old.person_id or new.need_id <> old.need_id or new.service_id <> old.service_id
       or new.from_team_id <> old.from_team_id or new.reference <> old.reference
       or (old.state <> 'DRAFT' and (new.to_team_id <> old.to_team_id or new.to_disclose <> old.to_disclose
           or new.sent_at is distinct from old.sent_at)) then
      raise exception 'a referral stays about the same person, need and service, and with the same team once sent';
    end if;
    {_NO_READER}
    theirs := old.to_team_id = any(throughcare.my_teams());
    if new.referrer_id <> old.referrer_id or new.created_at <> old.created_at
       or (old.state <> 'DRAFT' and (new.urgency <> old.urgency or new.answer_by is distinct from old.answer_by)) then
      raise exception 'who made a referral stays, and how soon it is needed once it is sent';
    end if;
    {_timely("changed_at")}
    if new.sent_at is distinct from old.sent_at then {_timely("sent_at")} end if;
    if new.answered_at is distinct from old.answered_at then {_timely("answered_at")} end if;
    if new.version <> old.version + 1 then
      raise exception 'a referral changes under its next version';
    end if;
    if not {_MAY_ACT}
       or (not theirs and (new.worker_id is distinct from old.worker_id or new.answered_at is distinct from old.answered_at
           or new.expected_on is distinct from old.expected_on))
       or (new.state = old.state and new.reason_code <> old.reason_code)
       or (new.state <> old.state and not (case when theirs then (old.state, new.state) in ({_moves(Side.PARTNER)})
           else (old.state, new.state) in ({_moves(Side.REFERRER)}) end)) then
      raise exception 'this is for the other side of the referral to do';
    end if;
    if new.worker_id is distinct from old.worker_id and new.worker_id <> throughcare.reader() then
      raise exception 'who takes a referral does so under their own name';
    end if;
    return new;
"""

_ITS_REFERRAL = f"""
    {_NO_READER}
    select r.person_id, r.to_team_id, r.state into it from public.referrals_referral r where r.id = new.referral_id;
    if it.person_id is distinct from new.person_id then
      raise exception 'what is said about a referral is about its person';
    end if;
    theirs := it.to_team_id = any(throughcare.my_teams());
"""

LOG_IS_TRUE = f"""
    {_ITS_REFERRAL}
    if new.by_id is distinct from throughcare.reader() or not {_MAY_ACT} then
      raise exception 'everybody writes in the log under their own name, and only who may act on the referral';
    end if;
    if not (case new.kind
        when 'MADE' then not theirs and it.state = 'DRAFT'
        when 'REPLY' then not theirs
        when 'TAKEN' then theirs
        when 'QUESTION' then theirs
        when 'MOVED' then new.to_state = it.state and (case
          when theirs then (new.verb, new.from_state, new.to_state) in ({_moves(Side.PARTNER, verbs=True)})
          else (new.verb, new.from_state, new.to_state) in ({_moves(Side.REFERRER, verbs=True)}) end)
        else true end) then
      raise exception 'the log says only what this side has done';
    end if;
    {_timely("at")}
    return new;
"""

QUESTION_IS_ASKED = f"""
    {_ITS_REFERRAL}
    if new.asked_by_id <> throughcare.reader() or not theirs or not {_MAY_ACT}
       or new.reply <> '' or new.replied_by_id is not null or new.replied_at is not null then
      raise exception 'a question is asked by the partner, under the name of who asks, and has no reply yet';
    end if;
    {_timely("asked_at")}
    return new;
"""

QUESTION_IS_ANSWERED = f"""
    {_ITS_REFERRAL}
    if new.id <> old.id or new.referral_id <> old.referral_id or new.person_id <> old.person_id or new.text <> old.text
       or new.asked_by_id <> old.asked_by_id or new.asked_at <> old.asked_at then
      raise exception 'what was asked stays as it was asked';
    end if;
    if theirs or not {_MAY_ACT} or old.replied_at is not null or new.replied_at is null
       or new.replied_by_id is distinct from throughcare.reader() then
      raise exception 'a question is answered once, by the referrer, under the name of who answers';
    end if;
    {_timely("replied_at")}
    return new;
"""

NOTE_IS_THE_REFERRERS = f"""
    {_ITS_REFERRAL}
    if theirs or it.state is distinct from 'DRAFT' or not {_MAY_ACT} then
      raise exception 'the words of a draft are the referrer''s, and stay once it is sent';
    end if;
    if tg_op = 'UPDATE' then
      if (new.referral_id, new.person_id) is distinct from (old.referral_id, old.person_id) then
        raise exception 'the words of a draft stay with it';
      end if;
    end if;
    return new;
"""

# Of a referral one sees, its two sides are told: the partner's team or worker, and whoever answers for the person now.
MAY_BE_TOLD = """(exists (select 1 from public.referrals_referral r where r.id = thing and (r.to_team_id = to_team or to_user = r.worker_id))
    or exists (select 1 from throughcare.who_answers(thing) w where w.worker = to_user or w.office = to_team))"""

_AS_OWNER = "language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp"
_OF_OFFICE = """i.person_id = it.person_id and i.only_id is null and 'C7' = any(i.compartments)
      and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now())"""
define(
    "who_answers",
    # Whom of the department a word from the service is for, now: those who have the person on their caseload or cover; else whoever made the
    # referral; else the managers of an office that works with the person; else everybody there. None who could not open it: whose account is
    # closed, who works elsewhere, whom limited access keeps away. Keys alone, for the partner it is with and for jobs.
    f"""create or replace function throughcare.who_answers(referral uuid) returns table (worker uuid, office uuid) {_AS_OWNER} as $$
    #variable_conflict use_column
    declare it record; person uuid; able uuid[];
    begin
      select r.person_id, r.referrer_id into it from referrals_referral r where r.id = referral;
      person := it.person_id;
      if person is null or not (throughcare.is_system() or throughcare.answers_for(it.person_id, referral)) then return; end if;
      able := array(select distinct u.id from people_involvement i join accounts_membership m on m.team_id = i.team_id and {IN_FORCE}
        join accounts_user u on u.id = m.user_id and u.is_active where {_OF_OFFICE} and exists (select 1 from accounts_membership m
          join accounts_rolepermission p on p.role_id = m.role_id where m.user_id = u.id and {IN_FORCE} and p.permission = '{Permission.REFERRAL_SEND}')
        and not ({KEPT_FROM}));
      return query select distinct a.worker_id, null::uuid from people_assignment a where a.person_id = it.person_id and a.worker_id = any(able)
        and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now());
      if found then return; end if;
      if it.referrer_id = any(able) then return query select it.referrer_id, null::uuid; return; end if;
      return query select distinct m.user_id, null::uuid from people_involvement i join accounts_membership m on m.team_id = i.team_id and {IN_FORCE}
        join accounts_rolepermission p on p.role_id = m.role_id and p.permission = '{Permission.CASELOAD_MANAGE}'
        where {_OF_OFFICE} and m.user_id = any(able);
      if found then return; end if;
      return query select distinct null::uuid, i.team_id from people_involvement i join accounts_team t on t.id = i.team_id and t.kind = 'OFFICE'
        where {_OF_OFFICE};
    end $$""",
)
# Whether `u` answers referrals for the team `{0}` today.
_ANSWERS = f"""u.is_active and exists (select 1 from accounts_membership m
          join accounts_rolepermission p on p.role_id = m.role_id and p.permission = '{Permission.REFERRAL_ANSWER}'
          where m.user_id = u.id and m.team_id = {{0}} and {IN_FORCE})"""
define(
    "has_left",
    # Does this worker, who took a referral, answer no more for the team it is with? For that team alone.
    f"""create or replace function throughcare.has_left(team uuid, worker uuid) returns boolean {_AS_OWNER} as $$
    begin
      return team = any(throughcare.my_teams()) and not exists (select 1 from accounts_user u where u.id = worker and {_ANSWERS.format("team")});
    end $$""",
)
define(
    "still_with",
    # The partner's worker who took it, while they work there and their account is open: for the office that works with the person.
    f"""create or replace function throughcare.still_with(referral uuid) returns uuid {_AS_OWNER} as $$
    begin
      return (select u.id from referrals_referral r join accounts_user u on u.id = r.worker_id
        where r.id = referral and (throughcare.is_system() or throughcare.involved(r.person_id)) and {_ANSWERS.format("r.to_team_id")});
    end $$""",
)
