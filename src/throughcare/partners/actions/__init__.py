"""Every write about partner organisations."""

from throughcare.partners.actions.teams import NewTeam, add_members, add_team

__all__ = ["NewTeam", "add_members", "add_team"]
