// Shows the OpenAPI document. A write that is tried out carries the CSRF token of the reader's own session.
(function () {
  "use strict";
  const place = document.getElementById("api-docs");
  let token = null;

  async function withToken(request) {
    const unsafe = !["GET", "HEAD", "OPTIONS"].includes((request.method || "GET").toUpperCase());
    if (unsafe && !request.headers["Authorization"] && !request.headers["X-CSRFToken"]) {
      if (token === null) {
        const me = await fetch("/api/v1/me", { headers: { Accept: "application/json" } });
        token = me.ok ? (await me.json()).csrf_token : "";
      }
      if (token) {
        request.headers["X-CSRFToken"] = token;
      }
    }
    return request;
  }

  window.SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    validatorUrl: null,
    requestInterceptor: withToken,
  });
})();
