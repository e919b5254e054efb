"""The addresses of the open side."""

from django.urls import path

from tipline.portals.public import views

app_name = "public"

urlpatterns = [
    path("", views.home, name="home"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path("security.txt", views.security, name="security"),
    path(".well-known/security.txt", views.security, name="security"),
]
