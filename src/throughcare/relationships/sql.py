"""The narrow functions through which an answer goes in and out. They run as the owner; what they keep from whom is decision 37."""

from throughcare.common.protection import define, define_trigger
from throughcare.evaluation.ratings import FEWEST, FEWEST_OF_OWN

_DEFINER = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"
_ACTS = "language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp"
_EDITS = "(throughcare.is_system() or throughcare.may('partner.edit'))"
# Both sides may name one address, and neither hears of the other's (decision 56). So the address is what is asked: it is asked by the first of its
# rows that stands, a link to any of them leads there, and it is done when any of them was answered.
_SAME = "from relationships_rater d join relationships_taken dt on dt.rater_id = d.id where d.wave_id = r.wave_id and lower(d.email) = lower(r.email)"
_FIRST = f"not r.withdrawn and not exists (select 1 {_SAME} and d.id < r.id and not d.withdrawn)"
_DONE = f"exists (select 1 {_SAME} and dt.taken)"
# Of the rater `r`: the link says so, or whoever is logged in has this address. A closed account's address opens nothing.
_MINE = f"""{_FIRST} and ((r.wave_id, lower(r.email)) in (select l.wave_id, lower(l.email) from relationships_rater l where l.digest = link)
      or (link is null and (asked is null or r.id = asked) and lower(r.email) = (select lower(u.email) from accounts_user u where u.id = throughcare.reader())))
    and not exists (select 1 from accounts_user c where lower(c.email) = lower(r.email) and not c.is_active)"""

define(
    "ratings_asked",
    # What an anonymous holder of a link, or somebody at home, is asked to rate: of their own ones alone, and whether they did already.
    f"""create or replace function throughcare.ratings_asked(link bytea, asked uuid)
    returns table (rater uuid, wave uuid, side text, partner text, deadline date, bank text, purpose text, own_items text[], standing text) {_DEFINER} as $$
    select r.id, w.id, r.side::text, o.name::text, w.deadline, w.bank::text, w.purpose, w.own_items::text[],
      case when {_DONE} then 'TAKEN' when w.state = 'OPEN' and w.deadline >= throughcare.today() then 'OPEN' else 'OVER' end
    from relationships_rater r join relationships_wave w on w.id = r.wave_id join partners_organization o on o.id = w.partner_id
    where w.state <> 'DRAFT' and {_MINE} order by w.deadline, w.id $$""",
)

define(
    "rating_give",
    # One answer goes in: that its rater took part, and, apart from it, what was answered. Each time all rows of the wave are written anew, the
    # answers in another order and under other keys, so that no row, and no place in the table, is newer than another. One at a time.
    f"""create or replace function throughcare.rating_give(link bytea, asked uuid, words text) returns boolean {_ACTS} as $$
    declare whose uuid; about uuid;
    begin
      select r.id, r.wave_id into whose, about from relationships_rater r where (asked is not null or link is not null) and {_MINE};
      if whose is null then return false; end if;
      perform 1 from relationships_wave w where w.id = about and w.state = 'OPEN' and w.deadline >= throughcare.today() for update;
      if not found then return false; end if;
      perform 1 from relationships_rater r where r.id = whose and not {_DONE};
      if not found then return false; end if;
      update relationships_taken t set taken = t.taken or t.rater_id = whose where t.wave_id = about;
      with gone as (delete from relationships_sealedanswer s where s.wave_id = about returning s.words)
      insert into relationships_sealedanswer (id, wave_id, words)
        select gen_random_uuid(), about, found.words from (select g.words from gone g union all select rating_give.words) found order by random();
      return true;
    end $$""",
)

define(
    "rater_added",
    # Beside somebody who is asked: not taken yet. A trigger, so that nobody need write that table.
    """create or replace function throughcare.rater_added() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin insert into relationships_taken (rater_id, wave_id, taken) values (new.id, new.wave_id, false); return null; end $$""",
)

define_trigger(
    "relationships_rater",
    "create trigger rater_added after insert on relationships_rater for each row execute function throughcare.rater_added()",
)

define(
    "rater_still_due",
    # For the job that mails a link: nobody who answered is mailed. For nobody else: it would say who did.
    f"""create or replace function throughcare.rater_still_due(wanted uuid) returns boolean {_DEFINER} as $$
    select throughcare.is_system() and exists (select 1 from relationships_rater r join relationships_wave w on w.id = r.wave_id
      where r.id = wanted and not r.withdrawn and not {_DONE} and w.state = 'OPEN') $$""",
)

define(
    "fewest_told",
    # How many of a side must answer before anything of it is told: more once its partner named any of them, taken back or not, since it may know
    # what these answered.
    f"""create or replace function throughcare.fewest_told(wanted uuid, of_side text) returns integer {_DEFINER} as $$
    select case when exists (select 1 from relationships_rater r where r.wave_id = w.id and r.side = of_side and r.own) then {FEWEST_OF_OWN} else {FEWEST} end
    from relationships_wave w where w.id = wanted
      and ({_EDITS} or (throughcare.may('partner.own') and w.partner_id = any(throughcare.my_organizations()))) $$""",
)

define(
    "enough_took_part",
    # All that is told while an assessment is open: whether a side has the three (five) it takes. Never how many.
    f"""create or replace function throughcare.enough_took_part(wanted uuid, of_side text) returns boolean {_DEFINER} as $$
    select {_EDITS} and (select count(*) >= throughcare.fewest_told(wanted, of_side) from relationships_taken t join relationships_rater r on r.id = t.rater_id
      where t.wave_id = wanted and r.side = of_side and t.taken) $$""",
)

define(
    "raters_named",
    # How many are asked on each side, those the partner named itself counted apart: whoever keeps the register does not see who these are.
    f"""create or replace function throughcare.raters_named(wanted uuid) returns table (side text, own boolean, n bigint) {_DEFINER} as $$
    select r.side::text, r.own, count(*) from relationships_rater r join relationships_wave w on w.id = r.wave_id
    where r.wave_id = wanted and not r.withdrawn and ({_EDITS}
      or (r.side = 'THEIRS' and throughcare.may('partner.own') and w.partner_id = any(throughcare.my_organizations())))
    group by r.side, r.own $$""",
)

define(
    "answers_take_out",
    # The close: what waited sealed comes out once, without order, and is gone. For Throughcare itself, of a wave that takes no more answers.
    f"""create or replace function throughcare.answers_take_out(wanted uuid) returns setof text {_ACTS} as $$
    begin
      if not throughcare.is_system() or not exists (select 1 from relationships_wave w where w.id = wanted and w.state = 'CLOSED') then
        raise exception 'not to be taken out' using errcode = 'insufficient_privilege';
      end if;
      return query with gone as (delete from relationships_sealedanswer s where s.wave_id = wanted returning s.words)
        select g.words from gone g order by random();
    end $$""",
)

define(
    "answers_destroy",
    # Of an assessment that was given up: nobody ever reads them.
    f"""create or replace function throughcare.answers_destroy(wanted uuid) returns void {_ACTS} as $$
    begin
      if {_EDITS} and exists (select 1 from relationships_wave w where w.id = wanted and w.state = 'GIVEN_UP') then
        delete from relationships_sealedanswer s where s.wave_id = wanted;
      end if;
    end $$""",
)

# -- Stock-takes: row security lets a site's team at its return and its lines; these keep it to what is the team's to say ----------------
_KEEPS = "throughcare.is_system() or throughcare.may('partner.edit')"
_TEAMS_OWN = "array['state', 'handed_in_on', 'handed_in_by_id', 'version']"

define(
    "own_return",
    # A team hands in, while the stock-take is open, and changes nothing else of a return.
    f"""create or replace function throughcare.own_return() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if {_KEEPS} then return new; end if;
      if to_jsonb(new) - {_TEAMS_OWN} is distinct from to_jsonb(old) - {_TEAMS_OWN} or new.state <> 'HANDED_IN'
        or not exists (select 1 from relationships_stocktake s where s.id = new.stock_take_id and s.state = 'OPEN') then
        raise exception 'whoever keeps the register changes this' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "relationships_sitereturn",
    "create trigger own_return before update on relationships_sitereturn for each row execute function throughcare.own_return()",
)
define(
    "own_line",
    # A team answers of the partners it is asked about, and adds those it found; which partner these are, whoever keeps the register says.
    f"""create or replace function throughcare.own_line() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if {_KEEPS} then return new; end if;
      if tg_op = 'INSERT' then
        if new.partner_id is null and new.answer = 'FOUND' and new.settled = '' then return new; end if;
      elsif (new.partner_id, new.site_return_id, new.settled, new.settled_words) is not distinct from
        (old.partner_id, old.site_return_id, old.settled, old.settled_words) and (new.answer = 'FOUND') = (old.answer = 'FOUND') then
        return new;
      end if;
      raise exception 'whoever keeps the register says which partner this is' using errcode = 'insufficient_privilege';
    end $$""",
)
define_trigger(
    "relationships_returnline",
    "create trigger own_line before insert or update on relationships_returnline for each row execute function throughcare.own_line()",
)

define(
    "own_barrier",
    # What becomes of a barrier, whoever keeps the register says; and it stays where it was said.
    f"""create or replace function throughcare.own_barrier() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if {_KEEPS} then return new; end if;
      if new.state <> 'OPEN' or (tg_op = 'UPDATE' and (new.state, new.line_id) is distinct from (old.state, old.line_id)) then
        raise exception 'whoever keeps the register says what becomes of it' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "relationships_barrier",
    "create trigger own_barrier before insert or update on relationships_barrier for each row execute function throughcare.own_barrier()",
)


# -- Surveys of a network: what an organisation says of others goes in through these, and is read by it alone until it is published ------
# Of the row `r`: whoever holds its link, or its own people. A survey that is not open tells neither of them anything more.
_ANSWERS_FOR = """(r.digest = link or r.former_digest = link or (link is null and (asked is null or r.id = asked) and throughcare.may('partner.own')
      and r.organization_id = any(throughcare.my_organizations())))"""
_TAKES = "s.state = 'OPEN' and s.deadline >= throughcare.today()"
# Organisations of one survey, without those that went into another's record since.
_ROSTER = """relationships_surveyedorganization o join partners_organization p on p.id = o.organization_id
      where o.survey_id = r.survey_id and not exists (select 1 from partners_wentinto w where w.organization_id = o.organization_id)"""

define(
    "survey_asked",
    # What the holder of a link, or a partner's own people, are asked: of their own organisations alone.
    f"""create or replace function throughcare.survey_asked(link bytea, asked uuid)
    returns table (id uuid, survey text, organization uuid, name text, deadline date, handed_in_on date, standing text) {_DEFINER} as $$
    select r.id, s.name::text, r.organization_id, p.name::text, s.deadline, r.handed_in_on, case when {_TAKES} then 'OPEN' else 'OVER' end
    from relationships_surveyedorganization r join relationships_networksurvey s on s.id = r.survey_id
      join partners_organization p on p.id = r.organization_id
    where s.state <> 'DRAFT' and {_ANSWERS_FOR} order by s.deadline, r.id $$""",
)

define(
    "survey_others",
    # The others of the survey, each with what this organisation has said of it so far, while it may still say it. A link, which whoever keeps the
    # register has sent where they say, gives back nothing that its own people said logged in: but that they did.
    f"""create or replace function throughcare.survey_others(link bytea, asked uuid) returns table (organization uuid, name text, said jsonb) {_DEFINER} as $$
    select o.organization_id, o.name::text,
      (select case when link is null or a.by_link then to_jsonb(a) - array['id', 'survey_id', 'asked_id', 'organization_id', 'by_link']
        else '{{"held": true}}'::jsonb end from relationships_tieanswer a
        where a.asked_id = r.id and a.organization_id = o.organization_id)
    from relationships_surveyedorganization r join relationships_networksurvey s on s.id = r.survey_id, lateral (select o.organization_id, p.name, p.search_key from {_ROSTER}) o
    where {_TAKES} and {_ANSWERS_FOR} and (link is not null or asked is not null) and o.organization_id <> r.organization_id
    order by o.search_key, o.organization_id $$""",
)

define(
    "survey_say",
    # One answer of one organisation about one other of the survey; said again, the later one holds.
    f"""create or replace function throughcare.survey_say(link bytea, asked uuid, about uuid, said jsonb) returns boolean {_ACTS} as $$
    declare mine relationships_surveyedorganization;
    begin
      select r.* into mine from relationships_surveyedorganization r join relationships_networksurvey s on s.id = r.survey_id
        where (link is not null or asked is not null) and {_TAKES} and {_ANSWERS_FOR} for share of s, r;
      if mine.id is null or about = mine.organization_id or not exists (
        select 1 from relationships_surveyedorganization o where o.survey_id = mine.survey_id and o.organization_id = about) then return false; end if;
      insert into relationships_tieanswer (id, survey_id, asked_id, organization_id, knows, reliable, mission, open_to_talk, influence, involvement, resources,
          gives, gets, often, by_link)
        select gen_random_uuid(), mine.survey_id, mine.id, about, n.knows, n.reliable, n.mission, n.open_to_talk, n.influence, n.involvement, n.resources,
          coalesce(n.gives, '{{}}'), coalesce(n.gets, '{{}}'), coalesce(n.often, ''), link is not null
          from jsonb_populate_record(null::relationships_tieanswer, said) n
        on conflict (asked_id, organization_id) do update set (knows, reliable, mission, open_to_talk, influence, involvement, resources, gives, gets, often, by_link)
          = (excluded.knows, excluded.reliable, excluded.mission, excluded.open_to_talk, excluded.influence, excluded.involvement, excluded.resources,
            excluded.gives, excluded.gets, excluded.often, excluded.by_link) where link is null or relationships_tieanswer.by_link;
      return found;
    end $$""",
)

define(
    "survey_hand_in",
    # This organisation has said what it has to say; until the last day it may still change it.
    f"""create or replace function throughcare.survey_hand_in(link bytea, asked uuid) returns boolean {_ACTS} as $$
    begin
      update relationships_surveyedorganization r set handed_in_on = coalesce(r.handed_in_on, throughcare.today()) from relationships_networksurvey s
        where s.id = r.survey_id and (link is not null or asked is not null) and {_TAKES} and {_ANSWERS_FOR};
      return found;
    end $$""",
)

define(
    "survey_destroy",
    # Of a survey that was given up: nobody ever reads what was said in it.
    f"""create or replace function throughcare.survey_destroy(wanted uuid) returns void {_ACTS} as $$
    begin
      if {_EDITS} and exists (select 1 from relationships_networksurvey s where s.id = wanted and s.state = 'GIVEN_UP') then
        delete from relationships_tieanswer a where a.survey_id = wanted;
      end if;
    end $$""",
)

define(
    "surveyed_address",
    # While organisations reply: another address takes what was said by the link of the former one with it, unread, or else whoever keeps the
    # register could read it by sending themselves a link. An organisation that has replied keeps its address; and a link is made by the job alone.
    f"""create or replace function throughcare.surveyed_address() returns trigger {_ACTS} as $$
    begin
      if not exists (select 1 from relationships_networksurvey s where s.id = new.survey_id and s.state = 'OPEN') then return new; end if;
      if new.email is distinct from old.email then
        if old.handed_in_on is not null then
          raise exception 'it has replied: its address stays' using errcode = 'insufficient_privilege';
        end if;
        delete from relationships_tieanswer a where a.asked_id = new.id and a.by_link;
        new.digest := null;
        new.former_digest := null;
      elsif not throughcare.is_system() then
        raise exception 'links are made by the job that mails them' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "relationships_surveyedorganization",
    "create trigger surveyed_address before update on relationships_surveyedorganization for each row when ("
    "new.email is distinct from old.email or new.digest is distinct from old.digest or new.former_digest is distinct from old.former_digest) "
    "execute function throughcare.surveyed_address()",
)
