"""The addresses of the open side."""

from django.urls import path

from tipline.portals.public import form_views, return_views, views

app_name = "public"

urlpatterns = [
    path("", views.home, name="home"),
    path("report/", form_views.report, name="report"),
    path("report/danger/", form_views.danger, name="report-danger"),
    path("report/return/", return_views.come_back, name="return"),
    path("help/", views.helplines, name="helplines"),
    path("look.css", views.look, name="look"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path("security.txt", views.security, name="security"),
    path(".well-known/security.txt", views.security, name="security"),
]
