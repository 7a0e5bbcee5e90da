/* The page at "/": a form that posts an article to /code and lists its events. No outside resources. */
static const char page_html[] =
    "<!doctype html><html lang=en><meta charset=utf-8><title>casus</title>"
    "<meta name=viewport content='width=device-width'>"
    "<style>body{font:16px/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "textarea{width:100%;height:12rem;font:inherit}table{border-collapse:collapse;width:100%}"
    "td,th{border-bottom:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}</style>"
    "<h1>casus</h1><p>Who did what to whom, when and where.</p>"
    "<form id=f><label>Date <input type=date id=d></label><p><label>Article<br><textarea id=t></textarea></label>"
    "<p><button>Code</button></form><p id=m role=status></p><table id=r></table>"
    "<script>f.onsubmit=async e=>{e.preventDefault();m.textContent='…';r.textContent='';"
    "const a=await fetch('code?date='+d.value,{method:'POST',body:t.value});const s=await a.text();"
    "if(!a.ok){m.textContent=s;return}const l=s.trim()?s.trim().split('\\n').map(JSON.parse):[];"
    "m.textContent=l.length+' events';for(const v of l){const w=r.insertRow();"
    "for(const c of[v.date,v.source&&v.source.code,v.cameo,v.target&&v.target.code,v.text])w.insertCell().textContent=c||'–'}}"
    "</script>";
