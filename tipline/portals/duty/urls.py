"""The addresses of alarms and rosters."""

from django.urls import path

from tipline.portals.duty import views

app_name = "duty"

urlpatterns = [
    path("", views.alarms, name="alarms"),
    path("live", views.live, name="live"),
    path("<int:alarm_id>/acknowledge", views.acknowledge, name="acknowledge"),
    path("roster/", views.roster, name="roster"),
    path("roster/<int:duty_id>/end", views.end_duty, name="end-duty"),
]
