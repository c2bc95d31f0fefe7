"""The narrow functions through which an answer goes in and out. They run as the owner; what they keep from whom is decision 37."""

from throughcare.common.protection import define, define_trigger
from throughcare.evaluation.ratings import FEWEST

_DEFINER = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"
_ACTS = "language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp"
_EDITS = "(throughcare.is_system() or throughcare.may('partner.edit'))"
# Of the rater `r`: the link says so, or whoever is logged in has this address. A closed account's address opens nothing.
_MINE = """not r.withdrawn and (r.digest = link or (link is null and (asked is null or r.id = asked)
      and lower(r.email) = (select lower(u.email) from accounts_user u where u.id = throughcare.reader())))
    and not exists (select 1 from accounts_user c where lower(c.email) = lower(r.email) and not c.is_active)"""

define(
    "ratings_asked",
    # What an anonymous holder of a link, or somebody at home, is asked to rate: of their own ones alone, and whether they did already.
    f"""create or replace function throughcare.ratings_asked(link bytea, asked uuid)
    returns table (rater uuid, wave uuid, side text, partner text, deadline date, bank text, purpose text, own_items text[], standing text) {_DEFINER} as $$
    select r.id, w.id, r.side::text, o.name::text, w.deadline, w.bank::text, w.purpose, w.own_items::text[],
      case when t.taken then 'TAKEN' when w.state = 'OPEN' and w.deadline >= throughcare.today() then 'OPEN' else 'OVER' end
    from relationships_rater r join relationships_wave w on w.id = r.wave_id join partners_organization o on o.id = w.partner_id
      join relationships_taken t on t.rater_id = r.id
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
      perform 1 from relationships_taken t where t.rater_id = whose and not t.taken;
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
      join relationships_taken t on t.rater_id = r.id where r.id = wanted and not r.withdrawn and not t.taken and w.state = 'OPEN') $$""",
)

define(
    "enough_took_part",
    # All that is told while an assessment is open: whether a side has the three it takes. Never how many.
    f"""create or replace function throughcare.enough_took_part(wanted uuid, of_side text) returns boolean {_DEFINER} as $$
    select {_EDITS} and (select count(*) >= {FEWEST} from relationships_taken t join relationships_rater r on r.id = t.rater_id
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
