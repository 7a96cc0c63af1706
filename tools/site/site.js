// Stands in the page before its own script: what that asks of a server, a worker with Python answers; links lead to
// places after "#/", for there is one page. Nothing is sent anywhere.
(function () {
"use strict";
var here = new URL(".", document.currentScript.src).href, root = new URL(".", location.href.split(/[?#]/)[0]).href;
var told, list, shown = "/", waiting = {}, early = [], number = 0, failure = "", loading = true;

// The worker stands in a blob, for such a one is bound by this page's content security policy, wherever it is served.
var begin = "import(" + JSON.stringify(here + "worker.js") + ").catch(e=>postMessage({failed:String(e)}))";
var worker = new Worker(URL.createObjectURL(new Blob([begin], { type: "text/javascript" })), { type: "module" });
worker.onmessage = function (event) {
  var said = event.data;
  if (said.loaded !== undefined) progress("Loading medcheck into this browser: " + said.loaded + " of " + said.total + " MB.");
  else if (said.ready) ready();
  else if (said.failed !== undefined) fail(said.failed);
  else { waiting[said.number](said); delete waiting[said.number]; }
};
worker.onerror = function () { fail("its worker could not be started"); };

function failed() {
  return { status: 503, headers: {}, body: new TextEncoder().encode(failure) };
}
function progress(words) {
  if (!loading || !told) return;
  told.textContent = words;
  told.className = "lead";  // to be seen, too; what is told of a review is for those who listen
}
function fail(why) {
  failure = "medcheck cannot run in this browser (" + why + ").";
  loading = false;
  if (told) { told.textContent = failure; told.className = "lost"; }
  Object.keys(waiting).forEach(function (one) { waiting[one](failed()); });
  waiting = {};
}
function ready() {
  progress("medcheck is ready: what you paste stays in this browser.");
  loading = false;
  early.forEach(function (asked) { worker.postMessage(asked); });
  early = null;  // until now the worker could not listen
  document.documentElement.dataset.ready = "1";
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register(root + "service.js", { scope: root }).then(function () {
    return navigator.serviceWorker.ready;
  }).then(function () { document.documentElement.dataset.offline = "1"; }, function () {});
}
function ask(method, address, headers, body) {
  if (failure) return Promise.resolve(failed());
  return new Promise(function (done) {
    waiting[++number] = done;
    var asked = { number: number, method: method, address: address, headers: headers, body: body };
    if (early) early.push(asked); else worker.postMessage(asked);
  });
}

window.fetch = function (address, options) {
  var url = new URL(address, location.href), method = (options && options.method) || "GET", headers = {};
  new Headers(options && options.headers).forEach(function (value, name) { headers[name] = value; });
  var body = options && options.body;
  if (body instanceof URLSearchParams) headers["content-type"] = "application/x-www-form-urlencoded";
  return ask(method, url.pathname + url.search, headers, body == null ? "" : String(body)).then(function (said) {
    var answer = new Response(said.body, { status: said.status, headers: said.headers });
    // A review is put into the list's page, which may not be the one that is shown.
    if (method === "GET" || shown === "/") return answer;
    return new Promise(function (done) { put.later.push(function () { done(answer); }); });
  });
};

// Links of the application begin with "/"; here that place stands after a "#".
function relink() {
  document.querySelectorAll('a[href^="/"]').forEach(function (a) { a.setAttribute("href", "#" + a.getAttribute("href")); });
}
function put(main, title) {
  document.querySelector("main").replaceWith(main);
  document.title = title;
  relink();
}
put.later = [];
function route() {
  var hash = location.hash, place = hash.slice(0, 2) === "#/" ? hash.slice(1) : "/";
  if (place === shown) return;
  shown = place;
  if (place === "/") {
    put(list.main, list.title);
    put.later.splice(0).forEach(function (one) { one(); });
    if (hash.length > 2) location.replace(hash);
    return;
  }
  ask("GET", place, { accept: "text/html" }, "").then(function (said) {
    if (shown !== place) return;
    if (said.headers.location) { location.replace("#" + said.headers.location); return; }
    var page = new DOMParser().parseFromString(new TextDecoder().decode(said.body), "text/html");
    if (!page.querySelector("main")) { progress(failure); return; }
    put(document.adoptNode(page.querySelector("main")), page.title);
    scrollTo(0, 0);
    var heading = document.querySelector("main section h1,main section h2,main h1");
    if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
  });
}
addEventListener("hashchange", route);
document.addEventListener("shown", relink);
document.addEventListener("submit", function (event) {
  var form = event.target;
  if (form.getAttribute("action") !== "/drugs") return;
  event.preventDefault();
  location.hash = "#/drugs?" + new URLSearchParams(new FormData(form));
});
document.addEventListener("click", function (event) {
  var link = event.target.closest('a[href^="#"]'), place = link && link.getAttribute("href");
  if (!link || shown === "/" || place.slice(0, 2) === "#/") return;
  event.preventDefault();  // a place within another page than the list has no address of its own
  var target = document.getElementById(place.slice(1));
  if (target) { target.tabIndex = -1; target.focus(); }
});
document.addEventListener("DOMContentLoaded", function () {
  told = document.getElementById("told");
  list = { main: document.querySelector("main"), title: document.title };
  relink();
  if (failure) fail(failure); else progress("Loading medcheck into this browser.");
  route();
});
})();
