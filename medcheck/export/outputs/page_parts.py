# ruff: noqa: E501 - headers and styles stand as they are found
"""The parts of the page that are the same for every review: its style, its script, and how a table is written."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

STYLE = """
:root{--head:#eef1f4}
main{max-width:76rem}
h2{font-size:1.2rem;margin:0 0 .35rem}h3{font-size:1rem;margin:1rem 0 .35rem}
.lead{margin:0 0 .8rem;max-width:60rem}
nav ul{list-style:none;padding:0;margin:.75rem 0 1.25rem;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem}
section{border-radius:.5rem;padding:1.1rem 1.2rem;margin:0 0 1.1rem}
section.danger{border-left:.4rem solid var(--danger)}
dl.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.7rem;margin:0 0 1rem}
dl.tiles div{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
dl.tiles dt{color:var(--soft);font-size:.88rem;line-height:1.3}
dl.tiles dd{margin:0;font-size:1.55rem;font-weight:650;font-variant-numeric:tabular-nums}
dl.tiles .danger{background:var(--danger-back);border-color:var(--danger)}dl.tiles .danger dd,dl.tiles .danger dt{color:var(--danger)}
dl.tiles .flag{background:var(--caution-back);border-color:#b7791f}dl.tiles .flag dd,dl.tiles .flag dt{color:var(--caution)}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.4rem}
.scroll:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--plain);outline-offset:2px}
.tall{max-height:34rem;overflow-y:auto}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;padding:.4rem .65rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
td{min-width:4rem}td.number{white-space:nowrap}td.wide{min-width:14rem}
#patients-table td:nth-child(2){min-width:9.5rem;max-width:11rem;overflow-wrap:anywhere}
#patients-table th{font-size:.8rem}#patients-table :is(th,td){padding-inline:.45rem}
#patients-table td.number{min-width:2.5rem}#patients-table td.wide{min-width:12.5rem}
td details{font-size:.95em}td summary{padding:0}
thead th{background:var(--head);position:sticky;top:0;vertical-align:bottom}
.number{text-align:right;font-variant-numeric:tabular-nums}
tbody tr:last-child td,tbody tr:last-child th{border-bottom:0}
th button{all:unset;cursor:pointer;font-weight:600}th button::after{content:" \\2195";color:var(--soft)}
th[aria-sort=ascending] button::after{content:" \\2191";color:var(--ink)}
th[aria-sort=descending] button::after{content:" \\2193";color:var(--ink)}
.filter{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center;margin:0 0 .7rem}
.filter input{font:inherit;padding:.35rem .6rem;border:1px solid #7b8794;border-radius:.35rem;min-width:min(20rem,100%)}
.yes{font-weight:650;color:var(--danger)}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(30rem,100%),1fr));gap:1.2rem}
figure{margin:0}figcaption{font-weight:600;margin:0 0 .3rem}svg{display:block}
summary{cursor:pointer;padding:.4rem 0;color:var(--plain)}
ul.plainlist,ol.sources{padding-left:1.4rem;margin:.3rem 0}ol.sources{font-size:.9rem}ol.sources li{margin:.15rem 0}
.whole{white-space:nowrap}.key{display:inline-block;width:.8em;height:.8em;border-radius:.15em;margin:0 .35em 0 .9em;vertical-align:-.05em}
@media (max-width:600px){section{padding:.9rem .8rem}main{padding:1rem .6rem 2rem}h1{font-size:1.35rem}
dl.tiles{grid-template-columns:1fr 1fr}td.wide{min-width:13rem}#patients-table td:nth-child(2){min-width:5.5rem}}
@media screen and (prefers-color-scheme:dark){:root{--head:#262e37}}
@page{size:landscape}
@media print{body{font-size:10pt}#patients-table tbody tr:nth-child(n+51){display:none}
details::details-content{content-visibility:visible;display:block}td summary{display:none}main{max-width:none;padding:0}nav,.filter{display:none}
section{break-inside:auto}.scroll,.tall{overflow:visible;max-height:none;border:0}tr,figure{break-inside:avoid}
thead{display:table-header-group}thead th{position:static;white-space:normal}th button{display:contents}th button::after{content:""}
td.wide,td{min-width:0}th,td{padding:.25rem .35rem}
#patients-table{table-layout:fixed;font-size:8.5pt}#patients-table :is(th,td){min-width:0;padding-inline:.2rem}
#patients-table th{width:6.3%;font-size:6.5pt}#patients-table th:nth-child(1){width:4%}#patients-table th:nth-child(2){width:11%}
#patients-table th:nth-child(3){width:24.5%}#patients-table th:nth-child(4){width:20%}#patients-table th:nth-child(6){width:7.7%}
#patients-table th:nth-child(7){width:12.5%}#patients-table th:nth-child(9){width:7.7%}}
"""

SCRIPT = """
(function(){
function cell(row,n){return row.cells[n].getAttribute("data-sort")||row.cells[n].textContent}
function sorts(table){var body=table.tBodies[0],all=Array.prototype.slice.call(body.rows),heads=table.tHead.rows[0].cells;
function order(n){var head=heads[n],numeric=head.classList.contains("number"),
up=head.getAttribute("aria-sort")?head.getAttribute("aria-sort")==="descending":!numeric||n===0;
for(var i=0;i<heads.length;i++)heads[i].removeAttribute("aria-sort");
head.setAttribute("aria-sort",up?"ascending":"descending");
all.map(function(row,place){return[row,cell(row,n),place]}).sort(function(a,b){
var by=numeric?(number(a[1])>number(b[1])?1:number(a[1])<number(b[1])?-1:0):a[1]<b[1]?-1:a[1]>b[1]?1:0;return(up?by:-by)||a[2]-b[2]})
.forEach(function(entry){body.appendChild(entry[0])})}
for(var i=0;i<heads.length;i++)(function(n){var button=document.createElement("button");button.type="button";
button.textContent=heads[n].textContent;heads[n].textContent="";heads[n].appendChild(button);
button.addEventListener("click",function(){order(n)})})(i)}
function number(text){return text==="infinite"?Infinity:parseFloat(text.replace(/,/g,""))||0}
Array.prototype.forEach.call(document.querySelectorAll("table"),sorts);
var table=document.getElementById("patients-table");if(!table)return;
var all=Array.prototype.slice.call(table.tBodies[0].rows),box=document.getElementById("filter"),
count=document.getElementById("shown");
document.getElementById("controls").hidden=false;
function filter(){var words=box.value.toLowerCase().split(/\\s+/).filter(Boolean),shown=0;
all.forEach(function(row){function has(part,w){return part.textContent.toLowerCase().indexOf(w)>=0}
var fits=words.every(function(w){return has(row,w)});row.hidden=!fits;if(fits)shown++;
Array.prototype.forEach.call(row.querySelectorAll("details"),function(part){
part.open=fits&&words.some(function(w){return has(part,w)})})});
count.textContent=shown.toLocaleString("en-GB")+" of "+all.length.toLocaleString("en-GB")+" listed here"}
box.addEventListener("input",filter);filter();table.tHead.rows[0].cells[0].setAttribute("aria-sort","ascending");
})();
"""


class Folded(NamedTuple):
    """What a cell shows at once, what opens below it, and what stands aside there under words of its own."""

    first: Sequence[str]
    rest: Sequence[str]
    words: str = ""
    aside: Sequence[str] = ()


def folded(parts: Sequence[str], shown: int, words: str = "", aside: Sequence[str] = ()) -> Folded | str:
    """A list that shows its first parts; where one more would be all, it shows that too."""
    if len(parts) + len(aside) <= shown + 1:
        return "; ".join([*parts, *([f"{words}: {', '.join(aside)}"] if aside else [])])
    return Folded(parts[:shown], parts[shown:], words, aside)


def table(
    label: str, header: Sequence[str], rows: Iterable[Sequence[object]], numbers: Iterable[int] = (), *,
    wide: Iterable[int] = (), id_: str = "", tall: bool = False,
) -> str:  # fmt: skip
    """A table in a box that scrolls by itself; every cell is escaped."""
    right, broad = set(numbers), set(wide)

    def kind(place: int) -> str:
        return ' class="number"' if place in right else ' class="wide"' if place in broad else ""

    head = "".join(
        f'<th scope="col"{kind(n) if n in right else ""}>{escape(name)}</th>' for n, name in enumerate(header)
    )
    body = "".join(
        "<tr>" + "".join(f"<td{kind(n)}{_sort(cell)}>{_cell(cell)}</td>" for n, cell in enumerate(row)) + "</tr>\n"
        for row in rows
    )
    mark = f' id="{id_}"' if id_ else ""
    return (
        f'<div class="scroll{" tall" if tall else ""}" role="region" aria-label="{escape(label)}" tabindex="0"><table{mark}>'
        f"<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>"
    )


def tiles(entries: Iterable[tuple[str, int, str]]) -> str:
    """Numbers with what they count and a tone."""
    made = "".join(
        f'<div class="{tone}"><dt>{escape(words)}</dt><dd>{number:,}</dd></div>' for words, number, tone in entries
    )
    return f'<dl class="tiles">{made}</dl>'


def section(id_: str, title: str, lead: str, body: str, tone: str = "") -> str:
    """A part of the page under its heading; ``body`` is HTML, the rest is escaped."""
    led = f'<p class="lead">{escape(lead)}</p>' if lead else ""
    return f'<section class="{tone}" aria-labelledby="{id_}"><h2 id="{id_}">{escape(title)}</h2>{led}{body}</section>\n'


def _cell(cell: object) -> str:
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, Folded):
        aside = f"{cell.words}: {', '.join(cell.aside)}" if cell.aside else ""
        rest = "; ".join(filter(None, [*cell.rest, aside]))
        more = len(cell.rest) + len(cell.aside)
        return f"{escape('; '.join(cell.first))}<details><summary>+{more}</summary>{escape(rest)}</details>"
    return '<span class="yes">yes</span>' if cell == "yes" else escape(str(cell))


def _sort(cell: object) -> str:
    return f' data-sort="{cell}"' if isinstance(cell, int) and cell > 999 else ""
