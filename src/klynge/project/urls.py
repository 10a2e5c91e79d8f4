"""Every address of the installation."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("office/", include("klynge.interfaces.office.urls")),
    path("", include("klynge.interfaces.site.urls")),
]
