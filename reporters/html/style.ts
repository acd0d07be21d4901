/**
 * Greys for what is fine, vermilion for what fails, blue for what wants attention (Okabe and Ito's palette, darkened or
 * lightened to a contrast of at least 4.5), and a symbol beside every colour.
 */
export const STYLE = `
:root{--paper:#fff;--raised:#f6f7f8;--line:#dfe2e6;--ink:#1c2024;--quiet:#5c656f;--bad:#a84300;--bad-wash:#fdeee4;
--note:#005b8f;--note-wash:#e6f2fa;--hatch:#e9ebee;--mark:#ffe3cf;--shade:rgb(20 24 28/.45);color-scheme:light}
@media (prefers-color-scheme:dark){:root{--paper:#15181b;--raised:#1d2125;--line:#30363c;--ink:#e4e7ea;--quiet:#9aa4ae;
--bad:#ff9a57;--bad-wash:#3a2212;--note:#6fc0ee;--note-wash:#12293a;--hatch:#262b30;--mark:#5a3013;--shade:rgb(0 0 0/.6);color-scheme:dark}}
*{box-sizing:border-box}
html{font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums;
background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0;display:flex;flex-direction:column;height:100dvh}
[hidden]{display:none!important}
h1{font-size:18px;font-weight:650;margin:0;letter-spacing:-.01em}
a{color:inherit;text-decoration-color:var(--quiet);text-underline-offset:2px}
button,input,select{font:inherit;color:inherit}
code,.code,.rule-id,.events,.fold-text b{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:12px}
:focus-visible{outline:2px solid var(--note);outline-offset:-2px;border-radius:3px}
.hidden-text{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
.quiet,.run{color:var(--quiet);margin:0}
.run strong{color:var(--ink);font-weight:600}
.top{padding:14px 20px 10px}
.filters{display:none;flex-wrap:wrap;gap:6px 14px;align-items:center;margin-top:10px}
.live .filters{display:flex}
.filters input[type=search]{width:min(300px,100%)}
.filters input[type=search],.filters select{height:30px;border:1px solid var(--line);border-radius:6px;background:var(--raised);padding:0 8px}
.filters label{display:inline-flex;gap:5px;align-items:center}
.filters output{color:var(--quiet)}
.notice{margin:12px 0 0;padding:8px 12px;background:var(--note-wash);border-radius:6px}
.live .no-script{display:none}
main{flex:1;min-height:0;display:flex;flex-direction:column}
main>.notice{margin:0 20px 12px}
.scroller{overflow:auto;min-height:0;border-block:1px solid var(--line);isolation:isolate}
table{border-collapse:separate;border-spacing:0;min-width:100%}
th{text-align:left;font-weight:500}
thead th{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--line);padding:8px 12px;vertical-align:bottom;min-width:118px}
thead th>span{display:block;white-space:nowrap;max-width:220px;overflow:hidden;text-overflow:ellipsis}
.provider{font-weight:600;unicode-bidi:isolate}
.evidence,.contract,.why{font-size:12px;color:var(--quiet);font-weight:400}
.evidence-documented,.evidence-example{background:repeating-linear-gradient(135deg,var(--hatch) 0 5px,var(--paper) 5px 10px)!important}
.evidence-documented .evidence,.evidence-example .evidence{font-style:italic;color:var(--ink)}
tbody th,.corner{position:sticky;left:0;z-index:1;background:var(--paper);min-width:220px}
thead .corner{z-index:3;color:var(--quiet);padding-left:20px}
tbody td,tbody th{border-bottom:1px solid var(--line);padding:0;height:28px}
tbody tr:hover>*{background:var(--raised)}
.expand{all:unset;box-sizing:border-box;display:flex;align-items:center;gap:8px;width:100%;height:28px;padding-left:20px;padding-right:12px;cursor:pointer;white-space:nowrap;font-weight:550}
.expand:focus-visible,.cell:focus-visible{outline:2px solid var(--note);outline-offset:-2px}
.chevron{width:7px;height:7px;border:solid var(--quiet);border-width:0 1.5px 1.5px 0;transform:rotate(-45deg);margin-right:2px}
[aria-expanded=true] .chevron{transform:rotate(45deg)}
html:not(.live) .chevron{display:none}
.empty .expand,.empty .cell{opacity:.45}
.cell{all:unset;box-sizing:border-box;display:flex;gap:7px;align-items:center;width:100%;height:28px;padding:0 12px;cursor:pointer;white-space:nowrap}
.cell:hover{box-shadow:inset 0 0 0 1px var(--quiet)}
.symbol{width:1.1em;text-align:center;flex:none}
.count{color:inherit}
.warn{color:var(--quiet);font-size:12px;margin-left:auto}
.tone-ok,.is-pass{color:var(--quiet)}
.tone-partial{color:var(--bad)}
.tone-bad,.is-fail.at-must{color:var(--bad);background:var(--bad-wash);font-weight:600}
.legend .symbol{background:none!important}
.tone-known,.tone-unsure,.is-known-fail,.is-flaky,.is-stale,.is-inconclusive{color:var(--note)}
.tone-none,.is-unsupported,.is-not-exercised{color:var(--quiet)}
.is-fail{color:var(--bad)}
.is-fail.at-should,.is-fail.at-may{color:var(--ink)}
.rule-row .count,.parameter-row .count{font-size:12px}
.live .parameter-row:not(.open):not(.found),.live .parameter-row.missed{display:none}
.sum{display:flex;gap:10px;padding:0 12px;white-space:nowrap}
.value-honoured,.value-unclear,.value-refused{color:var(--quiet)}
.value-refused{color:var(--note)}
.value-ignored,.value-crashed{color:var(--bad);font-weight:600}
.value-crashed{background:var(--bad-wash)}
.rule{display:flex;gap:8px;align-items:center;height:28px;padding:0 12px 0 34px;width:clamp(220px,50vw,760px);white-space:nowrap;overflow:hidden}
.rule-title{color:var(--quiet);overflow:hidden;text-overflow:ellipsis;flex:1}
.rule-id{flex:none}
.level{font-size:10px;font-weight:650;letter-spacing:.03em;border:1px solid currentColor;border-radius:3px;padding:0 4px;line-height:15px;flex:none;color:var(--quiet);min-width:62px;text-align:center;display:inline-block}
.level-must{color:var(--ink)}
.level-may{border-style:dashed}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;list-style:none;margin:0;padding:10px 20px;color:var(--quiet);font-size:12px}
dialog{border:0;padding:0;margin:0 0 0 auto;height:100dvh;max-height:none;width:min(1080px,100vw);max-width:none;background:var(--paper);color:var(--ink);box-shadow:0 0 40px rgb(0 0 0/.25);overflow:auto;overscroll-behavior:contain}
dialog::backdrop{background:var(--shade)}
dialog header{position:sticky;top:0;z-index:4;display:flex;justify-content:space-between;align-items:flex-start;gap:12px;background:var(--paper);border-bottom:1px solid var(--line);padding:12px 20px}
dialog h2{font-size:16px;margin:0;overflow-wrap:anywhere}
dialog header p{margin:0;color:var(--quiet);overflow-wrap:anywhere}
.panel-body{padding:12px 20px 40px}
h3{font-size:13px;margin:22px 0 6px}
h5{font-size:12px;color:var(--quiet);font-weight:600;margin:12px 0 4px}
.lead{font-size:15px;margin:0 0 8px;overflow-wrap:anywhere}
.small{border:1px solid var(--line);background:var(--raised);border-radius:5px;padding:1px 8px;cursor:pointer;font-size:12px}
.small:hover{border-color:var(--quiet)}
.close{font-size:15px;padding:2px 9px}
.outcome{margin:0 0 8px;font-weight:600;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 14px;margin:0 0 8px}
.facts dt{color:var(--quiet)}
.facts dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap;max-height:9em;overflow:auto}
.facts .actual{color:var(--bad);font-weight:550}
.finding{border-top:1px solid var(--line);padding-top:10px;margin-top:14px}
.place{margin:0 0 6px;overflow-wrap:anywhere}
.exchange-title{margin:10px 0 0;color:var(--quiet);overflow-wrap:anywhere;font-weight:600}
.halves{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:0 16px}
.code{background:var(--raised);border:1px solid var(--line);border-radius:6px;padding:6px 0;margin:0;max-height:min(46vh,420px);overflow:auto;tab-size:2}
.line{white-space:pre-wrap;overflow-wrap:anywhere;padding:0 10px;unicode-bidi:isolate}
.line.marked,.event.marked>.event-head{background:var(--mark);box-shadow:inset 3px 0 0 var(--bad)}
.line mark{background:none;color:inherit;font-weight:650}
.note{display:block;color:var(--bad);font-weight:600;white-space:pre-wrap;max-height:6em;overflow:auto;padding-left:14px}
.curl{white-space:pre-wrap;overflow-wrap:anywhere;padding:6px 10px;max-height:160px}
.events{list-style:none;margin:6px 0 0;padding:4px 0;border:1px solid var(--line);border-radius:6px;max-height:min(56vh,520px);overflow:auto}
.event-head{display:flex;gap:10px;padding:1px 10px;white-space:nowrap;overflow:hidden}
.number{color:var(--quiet);min-width:3ch;text-align:right;flex:none}
.name{flex:none;max-width:62%;overflow:hidden;text-overflow:ellipsis}
.brief{color:var(--quiet);overflow:hidden;text-overflow:ellipsis}
.event.marked .name{font-weight:650}
.event .code{border:0;border-radius:0;margin:0 0 4px;max-height:300px;padding-left:4ch}
.elsewhere{list-style:none;display:flex;flex-wrap:wrap;gap:6px;padding:0;margin:0}
details{border-top:1px solid var(--line)}
.group details:last-child{border-bottom:1px solid var(--line)}
summary{display:flex;gap:8px;align-items:baseline;padding:5px 0;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
.details>details summary::before{content:'▸';color:var(--quiet)}
.details>details[open]>summary::before{content:'▾'}
.details>.finding+details{margin-top:14px}
summary:hover{background:var(--raised)}
.fold-text{min-width:0;overflow-wrap:anywhere}
.fold-text b{font-weight:550;margin-right:10px}
.fold-text span{color:var(--quiet)}
.details{padding:4px 0 18px 26px}
.panel-body>.details{padding-left:0}
h5 .small{font-weight:400;margin-left:6px}
.differences{padding:0 20px;font-size:13px;max-height:45vh;overflow:auto}
.differences summary::before{content:'▸';color:var(--quiet)}
.differences[open] summary::before{content:'▾'}
.differences table{width:100%;margin-bottom:12px}
.differences th,.differences td{position:static;min-width:0;padding:4px 12px 4px 0;text-align:left;font-weight:400}
.differences thead th{color:var(--quiet)}
.differences code{margin-right:8px}
@media (max-width:700px){
.top{padding:10px 12px 8px}
.legend{padding:8px 12px;gap:0 12px;max-height:88px;overflow:auto}
tbody th,.corner{min-width:132px;max-width:44vw}
thead .corner,.expand{padding-left:10px}
.expand{gap:5px;white-space:normal;line-height:1.1;font-size:13px}
thead th{min-width:96px;padding:6px 8px}
.cell{padding:0 8px;gap:4px}
.rule{width:44vw;padding:2px 6px;flex-wrap:wrap;gap:0 6px;height:auto;min-height:28px;white-space:normal}
.rule-id{overflow-wrap:anywhere;flex:1 1 100%;font-size:11px}
.rule-title{display:none}
.rule .level,.fold-text .level{min-width:0}
.halves{grid-template-columns:minmax(0,1fr)}
.panel-body,dialog header,.differences{padding-left:12px;padding-right:12px}
.details{padding-left:0}
.name{max-width:none}.brief{display:none}
}
@media print{
body{height:auto;display:block}
.filters,.live .filters{display:none}
.scroller{overflow:visible}
thead th,tbody th{position:static}
dialog{position:static;width:100%;height:auto;box-shadow:none;overflow:visible}
.code,.events,.facts dd{max-height:none;overflow:visible}
tr{break-inside:avoid}
}
`;
