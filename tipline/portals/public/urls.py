"""The addresses of the open side.

Pages travel compressed: letters of most scripts take two or three bytes, and telephones
pay for each. Nobody's browser adds a secret to a stranger's request here, which is what
guessing by the length of answers needs; Django pads them all the same.
"""

from django.urls import path
from django.views.decorators.gzip import gzip_page

from tipline.portals.public import form_views, return_views, views

app_name = "public"

urlpatterns = [
    path("", gzip_page(views.home), name="home"),
    path("report/", gzip_page(form_views.report), name="report"),
    path("report/danger/", gzip_page(form_views.danger), name="report-danger"),
    path("report/return/", gzip_page(return_views.come_back), name="return"),
    path("help/", gzip_page(views.helplines), name="helplines"),
    path("look.css", gzip_page(views.look), {"sheet": "public/pages.css"}, name="look"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path("security.txt", views.security, name="security"),
    path(".well-known/security.txt", views.security, name="security"),
]
