"""How a refusal is answered, on a page and in the API: the same status, the same sentence."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from throughcare.common.refusals import Moved, Refused, TooMany

TITLES = {
    404: "Not found",
    409: "Not possible now",
    412: "Changed by somebody else",
    422: "Not accepted",
    428: "Version needed",
    429: "Too many for now",
}


def problem(error: Refused, instance: str) -> dict[str, object]:
    """The refusal as problem details (RFC 9457)."""
    body: dict[str, object] = {
        "type": f"urn:throughcare:{error.code}",
        "title": TITLES.get(error.status, "Refused"),
        "status": error.status,
    }
    body["detail"] = str(error)
    if errors := getattr(error, "errors", None):
        body["errors"] = errors
    if error.status != 404:
        body["instance"] = instance
    return body


def problem_response(error: Refused, instance: str) -> HttpResponse:
    """An `application/problem+json` answer."""
    return _again(JsonResponse(problem(error, instance), status=error.status, content_type="application/problem+json"), error)


def _again(answer: HttpResponse, error: Refused) -> HttpResponse:
    """When to try again, where that is known."""
    if isinstance(error, TooMany):
        answer["Retry-After"] = str(error.again_in)
    return answer


def moved_response(request: HttpRequest, error: Refused) -> HttpResponse | None:
    """To the same address with the new key; only for what is read, and only when the old key stands in it."""
    if not isinstance(error, Moved) or request.method not in ("GET", "HEAD") or error.old not in request.path:
        return None
    return HttpResponseRedirect(request.get_full_path().replace(error.old, error.new))


def refusal_response(request: HttpRequest, error: Refused) -> HttpResponse:
    """A page. Not found and not allowed look the same, to the byte, as an unknown address."""
    if (followed := moved_response(request, error)) is not None:
        return followed
    if error.status == 404:
        return render(request, "404.html", status=404)
    context = {"sentence": str(error), "title": TITLES.get(error.status, "Refused")}
    return _again(render(request, "common/refused.html", context, status=error.status), error)
