"""Every address of the installation."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("api/", include("klynge.interfaces.api.urls")),
    path("office/", include("klynge.interfaces.office.urls")),
    path("portal/", include("klynge.interfaces.portal.urls")),
    path("", include("klynge.interfaces.site.urls")),
]
