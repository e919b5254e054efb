"""The page for integrators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tipline.intake.wire_codes import WIRE_ANSWERS


def page(request: HttpRequest) -> HttpResponse:
    codes = [(int(code), answer) for code, answer in WIRE_ANSWERS.items()]
    return render(request, "platforms/documentation.html", {"codes": codes})
