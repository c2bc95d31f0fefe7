from django.apps import AppConfig

from throughcare.accounts.permissions import Permission
from throughcare.notices import kinds


class TasksConfig(AppConfig):
    name = "throughcare.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Say what our notices show, and who may be told."""
        told = "exists (select 1 from public.tasks_task t where t.id = thing and (t.user_id = to_user or t.team_id = to_team))"
        kinds.register_audience("tasks.task", told, without_people=True)
        kinds.register_person("tasks.task", kinds.NOBODYS)
        kinds.register(
            "task.given",
            title="There is a task for you",
            sentence="See what is to be done, and until when.",
            url="task",
            needs=[Permission.TASK_DO],
        )
        kinds.register(
            "task.reminder",
            title="A reminder",
            sentence="Somebody or something waits for you. The task says what.",
            url="task",
            needs=[Permission.TASK_DO],
        )
