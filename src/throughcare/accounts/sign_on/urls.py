from django.urls import path

from throughcare.accounts.sign_on import pages

urlpatterns = [
    path("openid/", pages.oidc_go, name="sign-on-oidc"),
    path("openid/back/", pages.oidc_back, name="sign-on-oidc-back"),
    path("openid/out/", pages.out, {"kind": "oidc"}, name="sign-on-oidc-out"),
    path("saml/out/", pages.out, {"kind": "saml"}, name="sign-on-saml-out"),
    path("saml/", pages.saml_go, name="sign-on-saml"),
    path("saml/answer/", pages.saml_answer, name="sign-on-saml-answer"),
    path("saml/back/", pages.saml_back, name="sign-on-saml-back"),
    path("saml/metadata/", pages.saml_metadata, name="sign-on-saml-metadata"),
]
