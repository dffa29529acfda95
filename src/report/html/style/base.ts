/** Colours, type, and what every part uses. */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #fff; --sunk: #f0f2f5; --line: #dde1e7; --ink: #18202b; --soft: #566273;
  --accent: #2257c9; --screen: #e3e7ec; --shade: 0 1px 2px #18202b14;
  --passed: #17784a; --failed: #c4302b; --error: #a35200; --interrupted: #6947b8; --not-run: #657182;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1318; --card: #171c23; --sunk: #11161c; --line: #2a323c; --ink: #e4e9ef; --soft: #98a4b3;
    --accent: #82aaff; --screen: #0b0e12; --shade: none;
    --passed: #45bd85; --failed: #ff766c; --error: #f5a04c; --interrupted: #b29aff; --not-run: #8793a3;
  }
}
.is-passed { --state: var(--passed) }
.is-failed { --state: var(--failed) }
.is-error { --state: var(--error) }
.is-tolerated { --state: var(--error) }
.is-interrupted, .is-unfinished { --state: var(--interrupted) }
.is-not-run, .is-skipped { --state: var(--not-run) }
*, *::before, *::after { box-sizing: border-box }
[hidden] { display: none !important }
html { background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; -webkit-text-size-adjust: 100% }
body { margin: 0 }
main { max-width: 1240px; margin: 0 auto; padding: 1.5rem clamp(.75rem, 3vw, 2rem) 4rem }
h1, h2, p, ul, ol, dl, dd, figure { margin: 0; padding: 0 }
ul, ol { list-style: none }
a { color: var(--accent); text-underline-offset: .15em }
code, .where, .file, .run, .took, kbd { font-family: var(--mono); font-size: .84em; font-variant-ligatures: none }
bdi { overflow-wrap: anywhere }
button, input { font: inherit; color: inherit }
button { cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.sheet { position: absolute; width: 0; height: 0 }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.icon { width: 1em; height: 1em; flex: none; display: block }
.fill { fill: currentColor }
.cut { fill: none; stroke: var(--card); stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round }
.state { color: var(--state); display: block; flex: none }
.stroke { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round }
.about { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; color: var(--soft); font-size: .9rem; align-items: baseline }
.command { display: inline-flex; max-width: 100%; border: 1px solid var(--line); border-radius: 6px; background: var(--sunk); overflow: hidden }
.command code { padding: .3rem .65rem; overflow-wrap: anywhere; user-select: all }
.command .copy { display: inline-flex; align-items: center; gap: .35rem; flex: none; border: 0; border-left: 1px solid var(--line); background: var(--card); padding: .2rem .65rem; font-size: .84rem }
.copy:hover { color: var(--accent) }
.copy:focus-visible { outline-offset: -2px }
@media print {
  html { background: #fff }
  .filters, .tools, .copy, .chevron { display: none !important }
  .scenario, .step { break-inside: avoid }
}
`;
