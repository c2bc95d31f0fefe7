from django.urls import path

from throughcare.front import pages

urlpatterns = [path("", pages.home, name="home")]
