"""Alarms that ring for the agency, and who is on duty to answer them."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from tipline.alerting import queries, roster, services
from tipline.alerting.errors import (
    AlarmNotFoundError,
    AlarmOverError,
    DutyTimeError,
    NotOnRosterError,
)
from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import Body, Done, Key, Made, Moment, Shape


class RingingAlarm(Shape):
    """An alarm that nobody answered: about which report, why, since when."""

    alarm_id: int
    report_id: int
    cause: str
    raised_at: Moment
    times: int


class PastAlarm(Shape):
    """An alarm that somebody answered, or whose cause is gone."""

    report_id: int
    cause: str
    raised_at: Moment
    times: int
    acknowledged_at: Moment | None
    ended_at: Moment | None


class Alarms(Shape):
    """What rings now, the oldest first, and what rings no more, the newest first.

    Up to 100 of each.
    """

    ringing: list[RingingAlarm]
    answered: list[PastAlarm]


class AlarmAnswered(Shape):
    """The alarm rings no more, and the agency has the report that it is about."""

    report_id: int


class DutyShape(Shape):
    """Somebody's duty; of several at once, the lowest `turn` is called first."""

    duty_id: int
    officer_id: int
    name: str
    turn: int
    starts_at: Moment
    ends_at: Moment
    is_now: bool


class Duties(Shape):
    """The duties that are not over, by time, up to 200."""

    duties: list[DutyShape]


class DutyBody(Body):
    """Who is on duty from when to when; the times say their zone."""

    officer: Key
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    turn: Annotated[int, Field(ge=1, le=9)] = 1


@operation("GET", "alarms", name="alarms", group="Alarms", answers=Alarms)
def alarms(call: Call) -> Alarms:
    """List what rings for the agency, and the newest alarms that ring no more.

    An alarm is raised as a report comes to level 1; it is repeated to whoever is on
    duty until somebody answers.
    """
    found = queries.answered(call.principal)
    return Alarms(
        ringing=[
            RingingAlarm.model_validate(each)
            for each in queries.ringing(call.principal)
        ],
        answered=[
            PastAlarm(
                report_id=each.report_id,
                cause=each.cause,
                raised_at=each.raised_at,
                times=each.times,
                acknowledged_at=each.acknowledged_at,
                ended_at=each.ended_at,
            )
            for each in found
        ],
    )


@operation(
    "POST",
    "alarms/<int:alarm_id>/acknowledgement",
    name="alarm-acknowledgement",
    group="Alarms",
    answers=AlarmAnswered,
    refuses=(AlarmNotFoundError, AlarmOverError),
)
def acknowledge_alarm(call: Call, alarm_id: int) -> AlarmAnswered:
    """Answer an alarm: nobody is called about it again.

    It says to the clearinghouse that the agency has the report, and that somebody of it
    is at work: send it when a person has seen the alarm, not when a program has.
    """
    found = services.acknowledge(call.principal, alarm_id, at=call.at)
    return AlarmAnswered(report_id=found)


@operation("GET", "duties", name="duties", group="Alarms", answers=Duties)
def duties(call: Call) -> Duties:
    """List who is on duty, now and later.

    While nobody is, alarms call everybody of the agency.
    """
    found = roster.shifts(call.principal, at=call.at)
    return Duties(
        duties=[
            DutyShape(
                duty_id=each.duty_id,
                officer_id=each.person_id,
                name=each.name,
                turn=each.turn,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                is_now=each.is_now,
            )
            for each in found
        ]
    )


@operation(
    "POST",
    "duties",
    name="duties",
    group="Alarms",
    asks=DutyBody,
    answers=Made,
    status=201,
    refuses=(NotOnRosterError, DutyTimeError),
)
def add_duty(call: Call, asked: DutyBody) -> Made:
    """Put an officer of the agency on duty."""
    made = roster.add_duty(
        call.principal,
        person_id=asked.officer,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        turn=asked.turn,
        at=call.at,
    )
    return Made(id=made)


@operation(
    "POST",
    "duties/<int:duty_id>/removal",
    name="duty-removal",
    group="Alarms",
    answers=Done,
    refuses=(NotOnRosterError,),
)
def end_duty(call: Call, duty_id: int) -> Done:
    """Take a duty off the roster."""
    roster.end_duty(call.principal, duty_id)
    return Done()
