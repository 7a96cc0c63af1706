// Python in a worker of the page: it loads what stands beside it, then answers one request after another.
import createPyodideModule from "./pyodide.asm.js";
import { loadPyodide } from "./pyodide.js";

const here = new URL(".", import.meta.url).href;
const { CACHE, FILES, INFO } = await import("./files.js");
const cache = self.caches ? await caches.open(CACHE + new URL("..", here).pathname).catch(() => null) : null;
const load = self.fetch.bind(self);
const total = Object.values(FILES).reduce((sum, file) => sum + file.bytes, 0);
let loaded = 0, told = -1;

function tell(more) {
  loaded += more;
  const part = Math.floor((5 * loaded) / total);
  if (part > told) {
    told = part;
    postMessage({ loaded: (loaded / 1e6).toFixed(1), total: (total / 1e6).toFixed(1) });
  }
}

// A file of this folder, from the cache once it is there; the browser refuses it unless it is the one that was built.
async function stream(name) {
  const address = here + name;
  let answer = cache && (await cache.match(address));
  if (!answer) {
    answer = await load(address, { integrity: FILES[name].integrity, credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${name} cannot be loaded`);
    if (cache) await cache.put(address, answer.clone()).catch(() => {});
  }
  const counted = new TransformStream({
    transform(chunk, out) {
      tell(chunk.byteLength);
      out.enqueue(chunk);
    },
  });
  return answer.body.pipeThrough(counted);
}
async function unpacked(name, type) {
  return new Response((await stream(name)).pipeThrough(new DecompressionStream("gzip")), { headers: { "content-type": type } });
}
// The files of a tar, whose names are short.
function* members(tar) {
  const text = (from, length) => new TextDecoder().decode(tar.subarray(from, from + length)).split("\0")[0];
  for (let at = 0; tar[at]; ) {
    const size = parseInt(text(at + 124, 12), 8);
    const before = text(at + 345, 155);
    yield [(before && before + "/") + text(at, 100), tar.subarray(at + 512, at + 512 + size)];
    at += 512 + 512 * Math.ceil(size / 512);
  }
}

try {
  const parts = {
    [`${here}pyodide.asm.wasm`]: unpacked("pyodide.packed", "application/wasm"),
    [`${here}python.zip`]: unpacked("python.packed", "application/zip"),
  };
  const ours = unpacked("medcheck.packed", "application/x-tar").then((answer) => answer.arrayBuffer());
  self.fetch = (address) => parts[String(address)] ?? Promise.reject(new Error("nothing else is loaded"));
  const python = await loadPyodide({
    createPyodideModule,
    indexURL: here,
    stdLibURL: `${here}python.zip`,
    lockFileContents: JSON.stringify({ info: INFO, packages: {} }),
    packageBaseUrl: here,
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", MEDCHECK_HOME: "/nothing" },
  });
  for (const [name, content] of members(new Uint8Array(await ours))) {
    python.FS.mkdirTree(`/ours/${name.slice(0, name.lastIndexOf("/") + 1)}`);
    python.FS.writeFile(`/ours/${name}`, content);
  }
  const answer = python.runPython("import sys; sys.path.append('/ours'); import medcheck_in_worker; medcheck_in_worker.start()");
  onmessage = async (event) => {
    const { number, method, address, headers, body } = event.data;
    try {
      const [status, said, bytes] = await answer(method, address, headers, new TextEncoder().encode(body));
      postMessage({ number, status, headers: said, body: bytes });
    } catch {
      postMessage({ number, status: 500, headers: {}, body: new TextEncoder().encode("This is a defect of medcheck; nothing was answered.") });
    }
  };
  postMessage({ ready: true });
} catch (error) {
  postMessage({ failed: String(error && error.message ? error.message : error).trim().split("\n").slice(-1)[0] });
}
