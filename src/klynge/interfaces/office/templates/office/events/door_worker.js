// Keeps the page of the door, its styles and its scripts on the phone. The network comes first; what is kept is shown where there is none.
const KEPT = "klynge-door-1";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.delete(KEPT));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  event.respondWith(
    fetch(event.request)
      .then(async (answer) => {
        const isDoor = url.pathname.endsWith("/door/") || url.pathname.startsWith("/static/");
        if (answer.ok && !answer.redirected && isDoor) await (await caches.open(KEPT)).put(event.request, answer.clone());
        return answer;
      })
      .catch(async (fault) => {
        const known = await caches.match(event.request, { ignoreSearch: true });
        if (known) return known;
        throw fault;
      }),
  );
});
