"""Narrow functions and triggers about measures, reports, payments and what each side puts in."""

from collections.abc import Iterable

from django.conf import settings

from throughcare.agreements.sql.light import standing
from throughcare.common.protection import define, define_trigger
from throughcare.evaluation.small_counts import FEWEST_AS_IS
from throughcare.people.kept_from import limited_at
from throughcare.performance.days import is_period_sql
from throughcare.performance.states import (
    ANSWER_WITHIN,
    CONTRIBUTION_NOT_YOURS,
    FUNDER_REPORT_STAYS,
    LIGHT_REPORT_NOT_YOURS,
    MEASURE_STAYS,
    NO_SUCH_PERIOD,
    NOT_COMPUTED_SO,
    PAYMENT_NOT_YOURS,
    REPORT_NOT_YOURS,
)

_INVOKER = "language plpgsql set search_path = pg_catalog, public, pg_temp"


def _day(moment: str) -> str:
    """SQL for the site's day of a moment. The setting stands in what `migrate` makes, as in `throughcare.today`."""
    return f"({moment} at time zone '{settings.TIME_ZONE}')::date"


_FIRST_ANSWER = "(select min(l.at) from referrals_logentry l where l.referral_id = r.id and l.kind = 'MOVED' and l.verb in ('accept', 'decline', 'waitlist'))"
_LAST_WORD = "w.kind = 'MOVED' and w.verb in ('accept', 'decline')"
# Few are people, and not referrals: many of one person tell of that person. Confidential services are in no count, nor is what happened while a record
# was limited: limits of its own moment and not of today's, so that a limit set since changes nothing (decision 58).
_FEW = f"between 1 and {FEWEST_AS_IS - 1}"
_NOT_TOLD = "return query select null::numeric, null::integer, null::integer, true; return;"

define(
    "counted",
    # One count of referrals to the services that an agreement covers, for a period of the measure that is over, for whoever reads the measure: a
    # number, never who. Of fewer than a few people, or of all but a few, it says only that. As the owner: neither side reads all referrals.
    f"""create or replace function throughcare.counted(whose uuid, first date, last date)
    returns table (value numeric, numerator integer, denominator integer, suppressed boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    declare m record; num integer; den integer; mid numeric; people integer; yes integer; no integer;
    begin
      select p.source, p.agreement_id, p.organization_id into m
      from performance_measure p join agreements_agreement a on a.id = p.agreement_id
      where p.id = whose and p.source <> 'REPORTED' and a.state not in ('DRAFT', 'IN_NEGOTIATION')
      and last < throughcare.today() and {is_period_sql("p", "a", "first", "last")}
      and (throughcare.is_system() or throughcare.may('agreement.view') or (p.agreement_id = any(throughcare.my_agreements())
        and p.organization_id = any(throughcare.my_organizations())));
      if not found then return; end if;
      if m.source = 'RECEIVED' then
        select count(*), count(distinct r.person_id) into den, people from referrals_referral r join services_service s on s.id = r.service_id
        join agreements_covered c on c.service_id = s.id and c.agreement_id = m.agreement_id
        where s.organization_id = m.organization_id and r.sent_at is not null and {_day("r.sent_at")} between first and last and not s.confidential and not {limited_at("r.sent_at")};
        if people {_FEW} then {_NOT_TOLD} end if;
        return query select den::numeric, null::integer, null::integer, false;
      elsif m.source = 'ACCEPTED' then
        select count(*) filter (where w.verb = 'accept'), count(*), count(distinct r.person_id),
          count(distinct r.person_id) filter (where w.verb = 'accept'), count(distinct r.person_id) filter (where w.verb <> 'accept')
        into num, den, people, yes, no from referrals_logentry w
        join referrals_referral r on r.id = w.referral_id join services_service s on s.id = r.service_id
        join agreements_covered c on c.service_id = s.id and c.agreement_id = m.agreement_id
        where s.organization_id = m.organization_id and {_LAST_WORD} and {_day("w.at")} between first and last
          and not s.confidential and not {limited_at("w.at")};
        if people {_FEW} or yes {_FEW} or no {_FEW} then {_NOT_TOLD} end if;
        return query select round(100.0 * num / nullif(den, 0), 2), num, den, false;
      else
        select count(*), count(distinct t.person_id), percentile_cont(0.5) within group (order by {_day("t.answered")} - {_day("t.sent_at")})
        into den, people, mid from (select r.person_id, r.sent_at, {_FIRST_ANSWER} as answered from referrals_referral r join services_service s on s.id = r.service_id
          join agreements_covered c on c.service_id = s.id and c.agreement_id = m.agreement_id
          where s.organization_id = m.organization_id and r.sent_at is not null and not s.confidential) t
        where {_day("t.answered")} between first and last and not {limited_at("t.answered", "t.person_id")};
        if people {_FEW} then {_NOT_TOLD} end if;
        return query select round(mid, 2), null::integer, den, false;
      end if;
    end $$""",
    without_people="null::numeric, null::integer, null::integer, false where false",
)

define(
    "questions_answered",
    # Of what services of these organisations asked about referrals in a half of a calendar year that is over: how many, how many were answered within some
    # days, and the days within which half of all were. Numbers alone, for whoever looks at agreements and for an organisation's own people; of fewer than a few people, or of all but
    # a few, that alone. Halves never overlap. As the owner: neither side reads all questions.
    f"""create or replace function throughcare.questions_answered(wanted uuid[], half date)
    returns table (organization_id uuid, asked bigint, in_time bigint, median_days numeric, suppressed boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with asked as (
      select s.organization_id, r.person_id, {_day("q.replied_at")} - {_day("q.asked_at")} as days
      from referrals_question q join referrals_referral r on r.id = q.referral_id join services_service s on s.id = r.service_id
      where s.organization_id = any(wanted) and extract(day from half) = 1 and extract(month from half) in (1, 7)
      and half + interval '6 months' <= throughcare.today() and {_day("q.asked_at")} >= half and {_day("q.asked_at")} < half + interval '6 months'
      and (throughcare.is_system() or throughcare.may('agreement.view') or s.organization_id = any(throughcare.my_organizations()))
      and not s.confidential and not {limited_at("q.asked_at")}
    ), counted as (
      select a.organization_id, count(*) as asked, count(*) filter (where a.days <= {ANSWER_WITHIN}) as in_time,
        nullif(percentile_disc(0.5) within group (order by coalesce(a.days::float, 'Infinity')), 'Infinity') as mid, count(distinct a.person_id) {_FEW}
        or count(distinct a.person_id) filter (where a.days <= {ANSWER_WITHIN}) {_FEW}
        or count(distinct a.person_id) filter (where a.days is null or a.days > {ANSWER_WITHIN}) {_FEW} as few
      from asked a group by a.organization_id
    )
    select c.organization_id, case when not c.few then c.asked end, case when not c.few then c.in_time end,
      case when not c.few then round(c.mid::numeric, 1) end, c.few from counted c $$""",
    without_people="null::uuid, null::bigint, null::bigint, null::numeric, false where false",
)

define(
    "report_sendings",
    # Each time a report waited to be looked at: from the day it was first sent in (or again, after it was sent back) to the day somebody did. Of what was said
    # otherwise meanwhile, the first day counts. Days alone, by the history, which is ours: for whoever looks at agreements and for an organisation's own people.
    """create or replace function throughcare.report_sendings(wanted uuid[]) returns table (organization_id uuid, sent_on date, judged_on date)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with versions as (
      select r.id, r.organization_id, e.pgh_id, e.sent_on, e.judged_on,
        min(e.pgh_id) filter (where e.state <> 'SUBMITTED') over (partition by r.id order by e.pgh_id rows between current row and unbounded following) as looked
      from performance_report r join agreements_agreement a on a.id = r.agreement_id join performance_reportevent e on e.pgh_obj_id = r.id
      where r.organization_id = any(wanted) and a.state not in ('DRAFT', 'IN_NEGOTIATION') and not a.is_history
      and (throughcare.is_system() or throughcare.may('agreement.view')
        or (r.agreement_id = any(throughcare.my_agreements()) and r.organization_id = any(throughcare.my_organizations())))
    ), waits as (
      select v.id, v.organization_id, min(v.sent_on) as sent_on, max(v.judged_on) filter (where v.pgh_id = v.looked) as judged_on
      from versions v group by v.id, v.organization_id, v.looked
    )
    -- Whatever else was written of a report that was looked at is the same wait again.
    select distinct on (w.id, w.sent_on, w.judged_on) w.organization_id, w.sent_on, w.judged_on from waits w $$""",
)


def _differ(columns: Iterable[str]) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    return f"({old}) is distinct from ({new})"


# Two records of one organisation are put together, or taken apart: whose row it is changes, and nothing else.
_HANDED = """
        if to_jsonb(old) - 'organization_id' = to_jsonb(new) - 'organization_id' and throughcare.changes_hands(old.organization_id, new.organization_id) then
          return new;
        end if;"""

_ALWAYS = ("id", "agreement_id", "party_id", "organization_id", "source", "period", "written_by_id")
_SAYS = ("rba", "name", "includes", "excludes", "unit", "better", "target", "target_to", "counts_from", "report_within")
define(
    "measure_stays",
    # Whose it is, where its number comes from and how often stay. So does all it says, from the first report on; once closed it stays whole.
    f"""create or replace function throughcare.measure_stays() returns trigger {_INVOKER} as $$
    begin{_HANDED}
      if {_differ(_ALWAYS)} or old.closed_on is not null
        or ({_differ(_SAYS)} and exists (select 1 from performance_report r where r.measure_id = old.id)) then
        raise exception 'a measure stays' using errcode = 'check_violation', constraint = '{MEASURE_STAYS}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "performance_measure",
    "create trigger stays before update on performance_measure for each row "
    "when (not throughcare.is_system()) execute function throughcare.measure_stays()",
)

_OF = ("id", "measure_id", "agreement_id", "organization_id", "first_on")
_SAID = ("last_on", "value", "numerator", "denominator", "suppressed", "note", "sent_by_id", "sent_on")
define(
    "report_by_whom",
    # As the reader, who sees a measure of their own organisation or any. Sent in under one's own name, for a period of that measure that is over,
    # with the number counted where one is; accepted or sent back by us, and accepted by nobody who sent it.
    f"""create or replace function throughcare.report_by_whom() returns trigger {_INVOKER} as $$
    declare ours boolean := throughcare.may('agreement.edit'); m record;
    begin
      if tg_op = 'UPDATE' then{_HANDED}
        if {_differ(_OF)} then
          raise exception 'it is of that period' using errcode = 'check_violation', constraint = '{REPORT_NOT_YOURS}';
        end if;
        if new.state <> 'SUBMITTED' then
          if not ours or {_differ(_SAID)} or new.judged_by_id is distinct from throughcare.reader()
            or (new.state = 'ACCEPTED' and new.sent_by_id is not distinct from throughcare.reader()) then
            raise exception 'not yours to say' using errcode = 'check_violation', constraint = '{REPORT_NOT_YOURS}';
          end if;
          return new;
        end if;
      end if;
      if new.state <> 'SUBMITTED' or new.sent_by_id is distinct from throughcare.reader() or new.judged_by_id is not null
        or not (ours or new.organization_id = any(throughcare.my_organizations())) then
        raise exception 'not yours to say' using errcode = 'check_violation', constraint = '{REPORT_NOT_YOURS}';
      end if;
      select p.source into m from performance_measure p join agreements_agreement a on a.id = p.agreement_id
      where p.id = new.measure_id and p.agreement_id = new.agreement_id and p.organization_id = new.organization_id
      and a.state not in ('DRAFT', 'IN_NEGOTIATION') and new.first_on >= coalesce(p.counts_from, new.first_on)
      and (p.closed_on is null or new.last_on < p.closed_on)
      and new.last_on < throughcare.today() and {is_period_sql("p", "a", "new.first_on", "new.last_on")};
      if not found then
        raise exception 'no period of it' using errcode = 'check_violation', constraint = '{NO_SUCH_PERIOD}';
      end if;
      if m.source <> 'REPORTED' and not exists (select 1 from throughcare.counted(new.measure_id, new.first_on, new.last_on) c
          where (c.value, c.numerator, c.denominator, c.suppressed) is not distinct from (new.value, new.numerator, new.denominator, new.suppressed)) then
        raise exception 'counted otherwise' using errcode = 'check_violation', constraint = '{NOT_COMPUTED_SO}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "performance_report",
    "create trigger by_whom before insert or update on performance_report for each row "
    "when (not throughcare.is_system()) execute function throughcare.report_by_whom()",
)

_PROMISED = (
    *("id", "agreement_id", "party_id", "organization_id", "name", "amount", "due_on", "condition", "wants"),
    *("measure_id", "first_on", "obligation_id", "written_by_id"),
)
# Signed, not suspended, and of ours; of one that was terminated, what was due by then.
_IN_FORCE = """(not a.is_history and (a.state in ('SIGNED', 'ACTIVE', 'VARIED', 'EXPIRED') or (a.state = 'TERMINATED' and new.due_on <= a.state_since
          and not exists (select 1 from agreements_party p where p.agreement_id = a.id and p.part in ('DEPARTMENT', 'PRIME', 'PARTNER') and p.signed_on is null))))"""
# With it, what is payable and paid to the party is more than the site's limit, or than what the party gets by the agreement.
_LARGE = """((select coalesce(sum(p.amount), 0) from performance_payment p where p.party_id = new.party_id and p.id <> new.id and p.state in ('PAYABLE', 'PAID'))
          + new.amount > least(throughcare.approval_above(), (select v.amount from agreements_partyvalue v where v.party_id = new.party_id)))"""
_EVIDENCE, _SECOND = ("evidence", "evidence_by_id", "evidence_on"), ("second_by_id", "second_on")
_STANDS, _BOOKS = ("state", "state_reason"), ("released_by_id", "released_on", "paid_on", "reference")
define(
    "payment_by_whom",
    # What was promised stays. Either side gives evidence, under its own name; a second person agrees to a large amount, once, and is neither who wrote
    # it down nor who gave the evidence; one of us releases it, who is none of the three, while its agreement is in force, and what is large only when
    # somebody has agreed. The agreement is held, so that two releases at once are added up.
    f"""create or replace function throughcare.payment_by_whom() returns trigger {_INVOKER} as $$
    declare me uuid := throughcare.reader(); ours boolean := throughcare.may('agreement.edit');
    begin
      if tg_op = 'INSERT' then
        if new.state <> 'PLANNED' or new.evidence <> '' or new.second_by_id is not null or new.released_by_id is not null or new.written_by_id is distinct from me then
          raise exception 'it begins at the beginning' using errcode = 'check_violation', constraint = '{PAYMENT_NOT_YOURS}';
        end if;
        return new;
      end if;{_HANDED}
      if {_differ(_PROMISED)}
        or ({_differ(_EVIDENCE)} and not ((ours or old.organization_id = any(throughcare.my_organizations()))
          and new.evidence_by_id is not distinct from me and old.state in ('PLANNED', 'NOT_PAYABLE') and new.state = 'EVIDENCED'))
        or ({_differ(_SECOND)} and not (throughcare.may('agreement.approve') and old.second_by_id is null and new.second_by_id is not distinct from me
          and me is distinct from old.written_by_id and me is distinct from old.evidence_by_id and not {_differ((*_STANDS, *_BOOKS))}))
        or ({_differ(_STANDS)} and not ours and not (new.state = 'EVIDENCED' and old.state in ('PLANNED', 'NOT_PAYABLE') and new.state_reason = ''
          and old.organization_id = any(throughcare.my_organizations()) and new.evidence_by_id is not distinct from me))
        or ({_differ(_BOOKS)} and not ours)
        or (new.state = 'PAYABLE' and old.state <> 'PAYABLE' and (new.released_by_id is distinct from me or me is not distinct from new.evidence_by_id
          or me is not distinct from new.written_by_id or me is not distinct from new.second_by_id)) then
        raise exception 'not yours to say' using errcode = 'check_violation', constraint = '{PAYMENT_NOT_YOURS}';
      end if;
      if new.state in ('PAYABLE', 'PAID') and new.state <> old.state then
        perform 1 from agreements_agreement a where a.id = new.agreement_id and {_IN_FORCE} for no key update;
        if not found then
          raise exception 'its agreement is not in force' using errcode = 'check_violation', constraint = '{PAYMENT_NOT_YOURS}';
        end if;
        if new.state = 'PAYABLE' and new.second_by_id is null and {_LARGE} then
          raise exception 'a second person has not agreed' using errcode = 'check_violation', constraint = '{PAYMENT_NOT_YOURS}';
        end if;
      end if;
      return new;
    end $$""",
)
define_trigger(
    "performance_payment",
    "create trigger by_whom before insert or update on performance_payment for each row "
    "when (not throughcare.is_system()) execute function throughcare.payment_by_whom()",
)

_WRITTEN = (
    *("id", "agreement_id", "party_id", "organization_id", "giver", "kind", "basis", "what", "first_on", "last_on", "quantity", "measured"),
    *("in_words", "worth", "worth_how", "writer", "written_by_id", "written_on"),
)
_ANSWER = ("answered_by_id", "answered_on")
define(
    "contribution_by_whom",
    # One side writes it down under its own name, and withdraws it; the other confirms or disputes it, under its own name too. Its words stay. It is with a
    # party of the agreement, and of nothing that is history. Whoever stands on both sides is neither's to answer for: no reader confirms their own.
    f"""create or replace function throughcare.contribution_by_whom() returns trigger {_INVOKER} as $$
    declare me uuid := throughcare.reader(); ours boolean := throughcare.may('agreement.edit');
      theirs boolean := new.organization_id = any(throughcare.my_organizations());
    begin
      if tg_op = 'INSERT' then
        if new.state <> 'WRITTEN' or new.answered_by_id is not null or new.written_by_id is distinct from me
          or not (case new.writer when 'PARTY' then theirs else ours end)
          or not exists (select 1 from agreements_party p join agreements_agreement a on a.id = p.agreement_id
            where p.id = new.party_id and p.agreement_id = new.agreement_id and p.organization_id = new.organization_id and not a.is_history) then
          raise exception 'not yours to say' using errcode = 'check_violation', constraint = '{CONTRIBUTION_NOT_YOURS}';
        end if;
        return new;
      end if;{_HANDED}
      if {_differ(_WRITTEN)}
        or (new.state = 'WITHDRAWN' and (not case old.writer when 'PARTY' then theirs else ours end or {_differ(_ANSWER)}))
        or (new.state <> 'WITHDRAWN' and (not case old.writer when 'PARTY' then ours else theirs end or new.answered_by_id is distinct from me)) then
        raise exception 'not yours to say' using errcode = 'check_violation', constraint = '{CONTRIBUTION_NOT_YOURS}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "performance_contribution",
    "create trigger by_whom before insert or update on performance_contribution for each row "
    "when (not throughcare.is_system()) execute function throughcare.contribution_by_whom()",
)

define(
    "funder_report_stays",
    # Made under one's own name, of one's own partner or by us, about an agreement it is a party of; and then it stays.
    f"""create or replace function throughcare.funder_report_stays() returns trigger {_INVOKER} as $$
    begin
      if tg_op = 'UPDATE' then{_HANDED}
        raise exception 'it stays as it was made' using errcode = 'check_violation', constraint = '{FUNDER_REPORT_STAYS}';
      end if;
      if new.made_by_id is distinct from throughcare.reader() or (new.agreement_id is not null and not exists (select 1 from agreements_party p
          where p.agreement_id = new.agreement_id and p.organization_id = new.organization_id)) then
        raise exception 'not yours to make' using errcode = 'check_violation', constraint = '{FUNDER_REPORT_STAYS}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "performance_funderreport",
    "create trigger stays before insert or update on performance_funderreport for each row "
    "when (not throughcare.is_system()) execute function throughcare.funder_report_stays()",
)

define(
    "light_answered",
    # Whether the three questions of a link's agreement are answered, by whatever way.
    """create or replace function throughcare.light_answered(link bytea) returns boolean language sql stable security definer
    set search_path = pg_catalog, public, pg_temp as $$ select exists (select 1 from performance_lightreport r
    join agreements_lightlink l on l.agreement_id = r.agreement_id where l.digest = link and l.purpose = 'REPORT') $$""",
)

define(
    "light_close",
    # What is answered, by whatever way, is asked no more: every open link to the three questions is over. Of what is not answered it closes none.
    """create or replace function throughcare.light_close(whose uuid) returns void language sql volatile security definer
    set search_path = pg_catalog, public, pg_temp as $$ update agreements_lightlink l set revoked_at = now(), revoked_why = 'ANSWERED'
    where l.agreement_id = whose and l.purpose = 'REPORT' and l.used_at is null and l.revoked_at is null
      and exists (select 1 from performance_lightreport r where r.agreement_id = whose) $$""",
)

define(
    "light_answer",
    # The three answers by a link, once, also when somebody types them elsewhere at the same moment: both can't be first. Its holder reads and writes no table.
    f"""create or replace function throughcare.light_answer(link bytea, said_did text, said_changed text, said_otherwise text, said_spent numeric)
    returns boolean language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    declare k record; whom record;
    begin
      select l.*, {standing("l")} as stands into k from agreements_lightlink l join agreements_agreement a on a.id = l.agreement_id
      where l.digest = link and l.purpose = 'REPORT' for update of l;
      if not found or k.stands <> 'OPEN' or exists (select 1 from performance_lightreport r where r.agreement_id = k.agreement_id) then return false; end if;
      select r.id, r.organization_id into whom from agreements_party r where r.agreement_id = k.agreement_id and r.part in ('PRIME', 'PARTNER');
      insert into performance_lightreport (id, agreement_id, party_id, organization_id, did, changed, otherwise, spent, how, told_by, sent_on)
      values (gen_random_uuid(), k.agreement_id, whom.id, whom.organization_id, said_did, said_changed, said_otherwise, said_spent, 'LINK', k.to_name, throughcare.today())
      on conflict (agreement_id) do nothing;
      if not found then return false; end if;
      update agreements_lightlink l set used_at = now() where l.id = k.id;
      perform throughcare.light_close(k.agreement_id);
      return true;
    end $$""",
)

define(
    "light_report_by_whom",
    # Of what was signed on the light path, about its own party; typed under one's own name: by that party's staff as theirs, by us as they told us.
    f"""create or replace function throughcare.light_report_by_whom() returns trigger {_INVOKER} as $$
    begin
      if tg_op = 'UPDATE' then{_HANDED}
        raise exception 'it was said' using errcode = 'check_violation', constraint = '{LIGHT_REPORT_NOT_YOURS}';
      end if;
      if not exists (select 1 from agreements_lightterms t join agreements_agreement a on a.id = t.agreement_id
          join agreements_party p on p.agreement_id = a.id and p.part in ('PRIME', 'PARTNER')
          where a.id = new.agreement_id and (t.full_at is null or t.full_signed) and a.state not in ('DRAFT', 'IN_NEGOTIATION', 'TERMINATED') and p.id = new.party_id and p.organization_id = new.organization_id)
        or (new.how <> 'LINK' and new.sent_by_id is distinct from throughcare.reader())
        or (new.how = 'TOLD' and not throughcare.may('agreement.edit'))
        or (new.how = 'ACCOUNT' and not (new.organization_id = any(throughcare.my_organizations()))) then
        raise exception 'not yours to say' using errcode = 'check_violation', constraint = '{LIGHT_REPORT_NOT_YOURS}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "performance_lightreport",
    "create trigger by_whom before insert or update on performance_lightreport for each row "
    "when (not throughcare.is_system()) execute function throughcare.light_report_by_whom()",
)
