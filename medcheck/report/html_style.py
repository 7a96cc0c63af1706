# ruff: noqa: E501 - a style sheet stands as it is found
"""How the page of a review looks, on a screen in light and dark and on paper, and the script of its one button."""

STYLE = """
:root{--good:#1d6b34;--good-back:#eef8f0;--quiet:#55616f;--quiet-back:#f1f3f5}
main{max-width:84rem}
h2{font-size:1.1rem;margin:0 0 .5rem}
.summary{font-size:1.15rem;font-weight:600;margin:0 0 1rem;text-wrap:balance}
section{border-radius:.5rem;padding:.9rem 1rem;margin:0 0 1rem;min-width:0}
.danger{--tone:var(--danger);--tone-back:var(--danger-back)}.caution{--tone:var(--caution);--tone-back:var(--caution-back)}
.plain{--tone:var(--plain);--tone-back:var(--plain-back)}.good{--tone:var(--good);--tone-back:var(--good-back)}
.quiet{--tone:var(--quiet);--tone-back:var(--quiet-back)}
.aside{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:3px solid var(--plain);outline-offset:2px;border-radius:.2rem}
:target{outline:2px solid var(--plain);outline-offset:2px}
.given{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.95em;line-height:1.75;margin:0}
.box{max-height:40vh;overflow:auto}
a.mark{color:var(--tone);background:var(--tone-back);text-decoration:none;border-bottom:2px solid currentColor;border-radius:.2rem .2rem 0 0;padding:.05rem .2rem}
a.mark:hover{text-decoration:underline}
.given{position:relative}
a.mark:hover .aside,a.mark:focus-visible .aside{width:auto;height:auto;left:0;right:0;margin-top:1.75em;clip-path:none;white-space:normal;z-index:1;color:var(--paper);background:var(--ink);border-radius:.3rem;padding:.1rem .5rem;pointer-events:none}
a.mark b,.badge b{margin-right:.25em;user-select:none}
.beside{font-size:.85em;color:var(--soft)}
.decided{border-bottom:2px dotted var(--quiet)}
ul.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:.6rem 0 0;padding:.5rem 0 0;border-top:1px solid var(--line);font-size:.85em;color:var(--soft)}
.legend b{color:var(--tone)}
.head{display:flex;justify-content:space-between;align-items:baseline;gap:1rem}
button{font:inherit;font-size:.9em;color:var(--plain);background:var(--paper);border:1px solid currentColor;border-radius:.35rem;padding:.15rem .7rem;cursor:pointer}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.5rem .6rem;border-top:1px solid var(--line);overflow-wrap:anywhere;font-weight:400}
thead th{border-top:0;color:var(--soft);font-size:.85em;padding-top:0}
td:first-child,th:first-child{padding-left:0}td:last-child,th:last-child{padding-right:0}
.badge{display:inline-block;white-space:nowrap;font-size:.85em;font-weight:600;color:var(--tone);background:var(--tone-back);border:1px solid currentColor;border-radius:1rem;padding:0 .55rem}
th.name b{font-weight:650}
.as-written,.class{color:var(--soft);font-size:.9em}
summary{cursor:pointer}details p{margin:.3rem 0}details p:last-child{margin-bottom:0}
p b.label{font-weight:600}
sup a{text-decoration:none;padding:0 .1em}
ul.questions{margin:0;padding:0;list-style:none}.questions>li{margin:.35rem 0;padding-left:2.1rem}
.questions input{width:1.5rem;height:1.5rem;margin:0 .35rem 0 -2.1rem;vertical-align:-.4rem}.questions label{cursor:pointer}
.urgency{color:var(--soft);font-size:.9em}
ol.sources{padding-left:2em;font-size:.88em;margin:.4rem 0 0}ol.sources li{margin:.2rem 0}
footer p{margin:.3rem 0}
@media screen and (min-width:64rem){
.columns{display:grid;grid-template-columns:18.5rem minmax(0,1fr);gap:1rem;align-items:start}
.given-side{position:sticky;top:1rem}.box{max-height:calc(100vh - 9rem)}
th.w,td.w{width:9.6rem}th.name{width:31%}th.grade{width:16%}
}
@media screen and (max-width:40rem){
main{padding:1rem .6rem 2rem}h1{font-size:1.35rem}section{padding:.75rem .7rem}
table,tbody,th,td{display:block}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{display:grid;grid-template:"w grade" "name name" "do do"/auto 1fr;gap:.15rem .6rem;border-top:1px solid var(--line);padding:.6rem 0}
tbody tr:first-child{border-top:0}
tbody th,tbody td{border:0;padding:0}.w{grid-area:w}.name{grid-area:name}.grade{grid-area:grade;color:var(--soft);font-size:.95em}.do{grid-area:do}
td.names{grid-column:1/-1}
}
@media screen and (prefers-color-scheme:dark){
:root{--good:#8fd6a1;--good-back:#15301e;--quiet:#aab5c1;--quiet-back:#262e37}
}
@page{margin:10mm 11mm}
@media print{
body{font-size:7.8pt;line-height:1.22}main{max-width:none;padding:0}button{display:none}
h1{font-size:13pt}h2{font-size:9.5pt;margin:0 0 .15rem;break-after:avoid}.summary{font-size:10pt;margin:0 0 .3rem}
section{padding:.25rem 0;margin:0;border:0;border-top:1px solid #999;border-radius:0}
.box{max-height:none;overflow:visible}.given{font-size:1em;line-height:1.35;columns:2;column-gap:1.5em}a.mark{padding:0 .1em;border-bottom-width:1px}
ul.legend{margin:.15rem 0 0;padding:.15rem 0 0}
table,tbody,th,td{display:block}thead{display:none}
tbody tr{display:grid;grid-template:"w name grade" "do do do"/9em 1fr auto;gap:0 .6em;border-top:1px solid #ddd;padding:.08rem 0;break-inside:avoid}
tbody tr:first-child{border-top:0}
tbody th,tbody td{border:0;padding:0}.w{grid-area:w}.name{grid-area:name}.grade{grid-area:grade}.do{grid-area:do}td.names{grid-column:2/-1}
tr.short{grid-template:"w name grade do"/9em auto auto 1fr}
th.name br{display:none}.as-written{margin-left:.5em}
summary,details p{display:inline;margin:0 .4em 0 0}
summary{font-weight:600;list-style:none}summary::-webkit-details-marker{display:none}
details::details-content{display:inline;content-visibility:visible}
ul.questions{columns:2;column-gap:1.5em}.questions>li{margin:0 0 .1rem;padding-left:1.6em;break-inside:avoid}
.questions input{width:.9em;height:.9em;margin:0 .4em 0 -1.4em;vertical-align:-.1em}.further{display:none}
ol.sources{columns:3;column-gap:1.8em;font-size:5.8pt;line-height:1.12;margin:0;padding-left:1.6em}ol.sources li{margin:0;break-inside:avoid}
.badge{background:none;border:0;padding:0}a.mark{background:none}a{text-decoration:none}:target{outline:0}footer{font-size:1em}footer p{margin:.2rem 0}
}
"""

SCRIPT = """
(function(){
var closed;
function all(){return Array.prototype.slice.call(document.querySelectorAll("details:not(.copies)"))}
function set(open){all().forEach(function(one){one.open=open})}
function show(){var button=document.getElementById("all");if(button&&all().length)button.hidden=false}
document.addEventListener("click",function(event){var button=event.target;if(button.id!=="all")return;
var open=button.getAttribute("aria-pressed")!=="true";set(open);button.setAttribute("aria-pressed",open)});
document.addEventListener("shown",show);show();
addEventListener("beforeprint",function(){closed=all().filter(function(one){return!one.open});set(true)});
addEventListener("afterprint",function(){(closed||[]).forEach(function(one){one.open=false})});
})();
"""
