"""The addresses of Take It Down."""

from django.urls import path
from django.views.decorators.gzip import gzip_page

from tipline.portals.public.take_it_down import pages, receiving

app_name = "take-it-down"

urlpatterns = [
    path("", gzip_page(pages.home), name="home"),
    path("pictures/", gzip_page(pages.pictures), name="pictures"),
    path("look.css", gzip_page(pages.look), name="look"),
    path("hashes", receiving.hashes, name="hashes"),
    path("case/", gzip_page(pages.case), name="case"),
    path("case/take-back/", gzip_page(pages.take_back), name="take-back"),
    path("case/keep/", gzip_page(pages.keep), name="keep"),
    path("help/", gzip_page(pages.help_lines), name="help"),
    path("how-it-works/", gzip_page(pages.how_it_works), name="how-it-works"),
]
