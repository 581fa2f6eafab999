# mypy: disable-error-code="import-not-found,import-untyped"
"""The addresses of the site: its login, wagtail-lms, the Wagtail editor, its pages."""

from django.contrib.auth.views import LoginView
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("login/", LoginView.as_view(template_name="login.html"), name="login"),
    path("admin/", include(wagtailadmin_urls)),
    path("lms/", include("wagtail_lms.urls")),
    path("", include(wagtail_urls)),
]
