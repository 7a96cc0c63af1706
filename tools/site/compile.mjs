// Compiles a zip of Python sources with the Python that will run them, without the numbers of their lines, which nobody
// would see and which take a third: node compile.mjs PYODIDE OPTIMIZE SOURCES.zip COMPILED.zip
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, optimize, sources, compiled] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.resolve(folder, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: path.resolve(folder) + path.sep, env: { PYTHONHASHSEED: "0" } });
python.FS.writeFile("/sources.zip", fs.readFileSync(sources));
python.runPython(`
import importlib._bootstrap_external as bootstrap, importlib.util, zipfile
def lean(code):
    consts = tuple(lean(one) if hasattr(one, "co_code") else one for one in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=consts)
with zipfile.ZipFile("/sources.zip") as given, zipfile.ZipFile("/compiled.zip", "w") as made:
    for name in sorted(given.namelist()):
        content = given.read(name)
        if name.endswith(".py"):
            code = compile(content, "/" + name, "exec", dont_inherit=True, optimize=${optimize})
            name, content = name + "c", bytes(bootstrap._code_to_hash_pyc(lean(code), importlib.util.source_hash(content), False))
        made.writestr(zipfile.ZipInfo(name), content)
`);
fs.writeFileSync(compiled, python.FS.readFile("/compiled.zip"));
