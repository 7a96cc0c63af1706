
(function(){
"use strict";
var form=document.getElementById("list");
if(!form)return;
var told=document.getElementById("told"),box=document.getElementById("text"),asked=0;
function prepare(){
document.querySelectorAll("#review button[hidden],.keys").forEach(function(one){one.hidden=false});
document.querySelectorAll("#review .again").forEach(function(one){one.hidden=true});
}
function ticks(){return Array.prototype.map.call(document.querySelectorAll(".questions input:checked"),function(one){return one.parentNode.textContent})}
function lines(text){return text.replace(/\r\n?/g,"\n").trim()}
function isOld(){ // the review is of another list than the one that stands above it
return !!document.querySelector("#review .summary")&&lines(box.value)!==lines(document.getElementById("reviewed").value);
}
function mark(){
var old=isOld(),review=document.getElementById("review");
if(old===review.classList.contains("old"))return;
review.classList.toggle("old",old);
told.textContent=old?"The review below is of the list as it was before. Press Review.":"";
told.className=old?"lost":"aside";
}
function empty(text){ // at once: what was set by hand belongs to the list before
box.value=text;
document.getElementById("reviewed").value=text;
document.getElementById("review").textContent="";
}
function send(submitter){
if(!form.isConnected)return;
if(submitter&&submitter.name==="text")empty(submitter.value);
var data=new URLSearchParams(new FormData(form)),mine=++asked,focused=document.activeElement&&document.activeElement.id,
open=document.querySelector(".copies[open]"),ticked=isOld()?[]:ticks(); // a tick belongs to the list that was asked about
if(submitter&&submitter.name)data.set(submitter.name,submitter.value);
var sent=box.value; // what is typed before the answer comes stays
fetch(form.action,{method:"POST",body:data,headers:{accept:"text/html"}}).then(function(answer){return answer.text()}).then(function(text){
if(mine!==asked)return;
var page=new DOMParser().parseFromString(text,"text/html"),review=page.getElementById("review"),list=page.getElementById("text");
if(!review){told.textContent=page.body.textContent.trim();told.className="lost";return}
told.className="aside";
document.getElementById("review").replaceWith(document.adoptNode(review));
if(submitter&&submitter.name&&box.value===sent)box.value=list.value;
document.getElementById("reviewed").value=page.getElementById("reviewed").value;
if(open&&document.querySelector(".copies"))document.querySelector(".copies").open=true;
document.querySelectorAll(".questions input").forEach(function(one){one.checked=ticked.indexOf(one.parentNode.textContent)>=0});
prepare();document.dispatchEvent(new Event("shown"));
var again=focused&&document.getElementById(focused);if(again)again.focus({preventScroll:true});
var summary=document.querySelector("#review .summary"),hand=document.querySelector("#review .hand");
told.textContent=[summary,hand].filter(Boolean).map(function(one){return one.textContent}).join(" ");
mark();
}).catch(function(){told.textContent="medcheck does not answer. Is it still running?";told.className="lost"});
}
box.addEventListener("input",mark);
form.addEventListener("submit",function(event){event.preventDefault();send(event.submitter)});
document.addEventListener("change",function(event){if(event.target.form===form&&/^(choice|typed|status)-/.test(event.target.name)){
if(event.target.type==="radio"){var typed=document.getElementById(event.target.name.replace("choice","typed"));if(typed)typed.value=""}
send()}});
document.addEventListener("keydown",function(event){
if(event.key==="Enter"&&(event.ctrlKey||event.metaKey)){event.preventDefault();send()}
if(event.key==="Escape")document.body.classList.add("no-tips");
});
["mouseout","focusin"].forEach(function(kind){document.addEventListener(kind,function(){document.body.classList.remove("no-tips")})});
document.addEventListener("click",function(event){
var button=event.target.closest("button");
if(!button)return;
if(button.hasAttribute("data-print"))print();
if(button.dataset.copy)copy(document.getElementById(button.dataset.copy));
});
function copy(from){
var said=document.getElementById("copied"),text=from.textContent,asked=ticks();
if(isOld()){said.textContent="Not copied: it is of the list as it was before. Press Review.";return}
if(asked.length)text=text.trimEnd()+"\nAsked: "+asked.map(function(one){return one.trim()}).join(" ")+"\n";
function done(){said.textContent="Copied."}
function byHand(){
document.addEventListener("copy",function(event){event.clipboardData.setData("text/plain",text);event.preventDefault()},{once:true});
var range=document.createRange();range.selectNodeContents(from);
var chosen=getSelection();chosen.removeAllRanges();chosen.addRange(range);
said.textContent=document.execCommand("copy")?"Copied.":"Selected: press Ctrl+C.";
}
if(navigator.clipboard)navigator.clipboard.writeText(text).then(done,byHand);else byHand();
}
prepare();
})();
