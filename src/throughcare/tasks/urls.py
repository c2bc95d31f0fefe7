from django.urls import path

from throughcare.tasks import pages

urlpatterns = [
    path("tasks/", pages.tasks, name="tasks"),
    path("tasks/add/", pages.task_add, name="task-add"),
    path("tasks/<uuid:task_id>/", pages.task, name="task"),
    path("tasks/<uuid:task_id>/change/", pages.task_change, name="task-change"),
    path("tasks/<uuid:task_id>/<slug:verb>/", pages.task_move, name="task-move"),
]
