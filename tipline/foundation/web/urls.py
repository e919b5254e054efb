"""The addresses of the door; the same for all portals."""

from django.urls import path

from tipline.foundation.web import language, views

app_name = "door"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/begin", views.sign_in_begin, name="sign-in-begin"),
    path("sign-in/finish", views.sign_in_finish, name="sign-in-finish"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("confirm/", views.confirm, name="confirm"),
    path("confirm/begin", views.confirm_begin, name="confirm-begin"),
    path("confirm/finish", views.confirm_finish, name="confirm-finish"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path(
        "invitation/<str:token>/begin", views.invitation_begin, name="invitation-begin"
    ),
    path(
        "invitation/<str:token>/finish",
        views.invitation_finish,
        name="invitation-finish",
    ),
    path("styles/<slug:digest>.css", views.styles, name="styles"),
    path("language/", language.choose, name="language"),
    path("link/<str:token>/", views.link, name="link"),
]
