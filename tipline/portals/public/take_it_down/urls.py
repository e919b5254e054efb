"""The addresses of Take It Down."""

from django.urls import path

from tipline.portals.public.take_it_down import pages, receiving

app_name = "take-it-down"

urlpatterns = [
    path("", pages.home, name="home"),
    path("pictures/", pages.pictures, name="pictures"),
    path("hashes", receiving.hashes, name="hashes"),
    path("case/", pages.case, name="case"),
    path("case/take-back/", pages.take_back, name="take-back"),
    path("case/keep/", pages.keep, name="keep"),
    path("help/", pages.help_lines, name="help"),
    path("how-it-works/", pages.how_it_works, name="how-it-works"),
]
