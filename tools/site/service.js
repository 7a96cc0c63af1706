// Keeps the page for when there is no network. What it knows is CACHE, named by a digest of all that was built, and
// the names of the files, "./" for the page; it answers for no others, and with one version at a time.
const start = new URL("./", location).href;
const NAME = CACHE + new URL(start).pathname;
const addresses = new Set(FILES.map((name) => new URL(name, start).href));

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(NAME).then(async (cache) => {
      for (const address of addresses) {
        if (!(await cache.match(address))) await cache.add(new Request(address, { cache: "no-cache" }));
      }
    }),
  );
});
self.addEventListener("activate", (event) => {
  const ending = NAME.slice(CACHE.length);
  event.waitUntil(
    caches.keys().then((names) =>
      Promise.all(
        names
          .filter((name) => name.startsWith("medcheck-") && name.endsWith(ending) && name.length === NAME.length && name !== NAME)
          .map((name) => caches.delete(name)),
      ),
    ),
  );
});
self.addEventListener("fetch", (event) => {
  const address = event.request.url.split(/[?#]/)[0];
  const wanted = address === `${start}index.html` ? start : address;
  if (event.request.method !== "GET" || !addresses.has(wanted)) return;
  event.respondWith(
    caches.open(NAME).then(async (cache) => (await cache.match(wanted)) ?? fetch(event.request)),
  );
});
