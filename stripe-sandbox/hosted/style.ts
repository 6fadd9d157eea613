/** One style sheet for every page: system fonts, no external asset, readable in both colour schemes. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f2a; --soft: #596073; --line: #d9dde6; --paper: #fff; --ground: #f4f5f8;
  --act: #3b47d1; --bad: #b3261e; --bad-fill: #b3261e; --good: #1a7340; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef4; --soft: #a5adbf; --line: #383e4c; --paper: #1d212b;
  --ground: #14171e; --act: #5965e8; --bad: #ff8a80; --bad-fill: #b3261e; --good: #6fd39a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { margin: 0 0 1rem; }
.card > :last-child, .card form > :last-child { margin-bottom: 0; }
.mark { margin: 0; background: #7a5b00; color: #fff; text-align: center; padding: .25rem 1rem; font-size: .85rem; }
.two { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); align-items: start; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; }
.order { border-radius: .75rem; padding: 1.25rem; background: color-mix(in srgb, var(--act) 9%, var(--ground)); }
.order td, .order th { border-color: color-mix(in srgb, var(--act) 25%, var(--line)); }
.total td, .total th { border-bottom: 0; padding-top: .9rem; font-size: 1.05rem; color: inherit; }
.tick { display: flex; gap: .6rem; align-items: center; margin-bottom: 1rem; }
.tick input { width: 1.35rem; min-height: 1.35rem; flex: none; }
.tick label { margin: 0; font-weight: 400; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
input.narrow { width: 6rem; margin-top: .25rem; }
input[aria-invalid='true'] { border-color: var(--bad); border-width: 2px; }
.stack > * + * { margin-top: 1.5rem; }
.big { font-size: 2rem; font-weight: 650; margin: 0; font-variant-numeric: tabular-nums; }
th[scope='row'] { font-size: inherit; color: inherit; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-size: .8rem; font-weight: 600; color: var(--soft); }
td:last-child, th:last-child { padding-right: 0; }
.sum { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.scroll { overflow-x: auto; }
label { display: block; font-weight: 600; font-size: .9rem; margin-bottom: .25rem; }
input, select { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft);
  border-radius: .4rem; padding: .55rem .65rem; min-height: 2.75rem; }
.field { margin-bottom: 1rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
button, .button { font: inherit; font-weight: 600; border: 1px solid var(--act); border-radius: .4rem; min-height: 2.75rem;
  padding: .5rem 1rem; background: var(--act); color: #fff; cursor: pointer; }
button.plain, .button.plain { background: transparent; color: inherit; border-color: var(--soft); }
button.danger { background: var(--bad-fill); border-color: var(--bad-fill); }
.button { display: inline-flex; align-items: center; text-decoration: none; }
.badge { font-size: .75rem; font-weight: 600; border: 1px solid var(--line); border-radius: 1rem; padding: .05rem .6rem; color: var(--soft); vertical-align: middle; }
.step { max-width: 36rem; }
fieldset { border: 0; padding: 0; margin: 0 0 1rem; }
legend { font-weight: 600; padding: 0; margin-bottom: .6rem; }
.plan { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; align-items: center; border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; margin-bottom: .5rem; }
.plan .tick { margin: 0; }
textarea { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .4rem; padding: .55rem .65rem; }
footer { margin-top: 1.5rem; }
button.wide { width: 100%; }
button:focus-visible, input:focus-visible, textarea:focus-visible, select:focus-visible, a:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
a { color: inherit; }
.error { border: 1px solid var(--bad); border-left-width: .3rem; border-radius: .4rem; padding: .6rem .8rem; margin: 0 0 1rem; color: var(--bad); font-weight: 600; }
.done { border: 1px solid var(--good); border-left-width: .3rem; border-radius: .4rem; padding: .6rem .8rem; margin: 0 0 1rem; color: var(--good); font-weight: 600; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
.row > .field { flex: 1 1 10rem; margin-bottom: 0; }
@media (min-width: 30rem) { .row > .whole { flex-basis: 100%; } }
form + p, table + p, table + button, table + form, .row + .row { margin-top: 1rem; }
.step table { margin-bottom: 1rem; }
.card > form + form { margin-top: 1rem; }
.waiting { list-style: none; margin: 0 0 1rem; padding: 0; }
.waiting li { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .35rem 0; border-bottom: 1px solid var(--line); }
.scroll + form { margin-top: 1rem; }
code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
td code { overflow-wrap: normal; }
`
