package dev.bricklane.embedded;

/** The paths that list what the workspace serves. */
final class Catalogue {
  private Catalogue() {}

  static void addTo(Router router, ServingEndpoints endpoints) {
    router.guarded("GET", "/api/2.0/serving-endpoints", call -> endpoints.list());
    router.guarded(
        "GET", "/api/2.0/serving-endpoints/{name}", call -> endpoints.detail(call.name()));
  }
}
