"""When a deployment is to run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from compound.errors.deploy import ScheduleInvalid

if TYPE_CHECKING:
    from prefect.client.schemas.actions import DeploymentScheduleCreate


@dataclass(frozen=True, slots=True)
class Schedule:
    """Times by a cron line, or after each interval."""

    times: str | timedelta
    """A cron line of five fields, or the length of the interval."""
    timezone: str = "UTC"
    """The IANA time zone that the cron line means."""

    def for_prefect(self) -> DeploymentScheduleCreate:
        """The schedule as Prefect has it. Raises ScheduleInvalid."""
        from prefect.client.schemas.actions import DeploymentScheduleCreate
        from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
        from pydantic import ValidationError

        try:
            schedule = (
                IntervalSchedule(interval=self.times, timezone=self.timezone)
                if isinstance(self.times, timedelta)
                else CronSchedule(cron=self.times, timezone=self.timezone)
            )
        except ValidationError as error:
            problem = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise ScheduleInvalid(schedule=f"{self.times} ({self.timezone})", reason=problem) from error
        return DeploymentScheduleCreate(schedule=schedule, active=True)
