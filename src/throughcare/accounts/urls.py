from django.urls import path

from throughcare.accounts import pages

urlpatterns = [
    path("your-account/", pages.your_account, name="your-account"),
    path("your-account/keys/", pages.your_keys, name="your-keys"),
    path("your-account/keys/<uuid:key_id>/revoke", pages.revoke_key, name="revoke-key"),
]
