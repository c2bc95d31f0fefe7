"""Jobs of how partnerships go: links are mailed, what is past its last day is closed, results are published; teams are reminded of a stock-take."""

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.queue import job
from throughcare.common.reader import reading_as
from throughcare.relationships import actions


@job("relationships.invite", purpose="ask raters")
def invite(by: Actor, rater_id: str, address: str) -> None:
    """Mail one link; taken back meanwhile, no mail."""
    actions.send_link(by=by, rater_id=UUID(rater_id), address=address)


@job("relationships.invite_each", purpose="ask raters")
def invite_each(by: Actor, rater_id: str, address: str) -> None:
    """Mail one link while all get one: an address that both sides named gets one mail."""
    actions.send_link(by=by, rater_id=UUID(rater_id), address=address, to_all=True)


@job("relationships.invite_all", purpose="ask raters")
def invite_all(by: Actor, wave_id: str, address: str) -> None:
    """A mail for each of those who are asked."""
    actions.invite_all(by=by, wave_id=UUID(wave_id), address=address)


@job("relationships.task_of_agreed", purpose="give what was agreed to those who do it")
def task_of_agreed(by: Actor, agreed_id: str) -> None:
    """A task while it is to be done, and none after."""
    actions.task_of_agreed(by=by, agreed_id=UUID(agreed_id))


@job("relationships.publish", purpose="publish assessments")
def publish(by: Actor, wave_id: str) -> None:
    """Publish what was closed."""
    actions.publish_wave(by=by, wave_id=UUID(wave_id))


@job("relationships.ask_survey", purpose="ask organisations")
def ask_survey(by: Actor, surveyed_id: str, address: str) -> None:
    """Mail one link to an organisation's address, while its survey is open."""
    actions.send_survey_link(by=by, surveyed_id=UUID(surveyed_id), address=address)


@app.periodic(cron="7 * * * *")
@app.task(name="relationships.close_due", queueing_lock="relationships.close_due")
def close_due(timestamp: int) -> None:
    """Every hour: what is past its last day is closed."""
    actor = system_actor("close assessments")
    try:
        with reading_as(actor.reader):
            actions.close_due(by=actor)
            actions.close_due_surveys(by=actor)
    finally:
        connection.close()


@app.periodic(cron="41 4 * * *")
@app.task(name="relationships.remind_returns", queueing_lock="relationships.remind_returns")
def remind_returns(timestamp: int) -> None:
    """Every night: teams that have not handed in what they know of partners are reminded, once a week from a week before the last day."""
    actor = system_actor("remind of stock-takes")
    try:
        with reading_as(actor.reader):
            actions.remind_of_returns(by=actor)
    finally:
        connection.close()


@app.periodic(cron="11 5 * * *")
@app.task(name="relationships.remind_raters", queueing_lock="relationships.remind_raters")
def remind_raters(timestamp: int) -> None:
    """Every night: who is asked how a partnership goes and has not answered, once a week from a week before the last day."""
    actor = system_actor("remind raters")
    try:
        with reading_as(actor.reader):
            actions.remind_of_answers(by=actor)
    finally:
        connection.close()


@app.periodic(cron="31 5 * * *")
@app.task(name="relationships.remind_surveyed", queueing_lock="relationships.remind_surveyed")
def remind_surveyed(timestamp: int) -> None:
    """Every night: organisations that are asked whom they work with and have not replied, once a week from a week before the last day."""
    actor = system_actor("remind of surveys")
    try:
        with reading_as(actor.reader):
            actions.remind_of_surveys(by=actor)
    finally:
        connection.close()


@app.periodic(cron="23 3 * * *")
@app.task(name="relationships.count_needs", queueing_lock="relationships.count_needs")
def count_needs(timestamp: int) -> None:
    """Every night: people who need something are counted, when it was last done four weeks ago. Nothing in partnership mode."""
    actor = system_actor("count who needs what")
    try:
        with reading_as(actor.reader):
            actions.count_needs(by=actor)
    finally:
        connection.close()
