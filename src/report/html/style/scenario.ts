/** Scenarios, film strips, steps. */
export const scenarioStyle = `
.scenario { margin-bottom: .6rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); box-shadow: var(--shade); overflow: clip }
.scenario > summary { display: grid; grid-template-columns: auto auto minmax(0, 1fr) auto 5.2rem; gap: .2rem .75rem; align-items: center; padding: .7rem 1rem; cursor: pointer; list-style: none }
.scenario > summary::-webkit-details-marker { display: none }
.scenario > summary:hover { background: color-mix(in srgb, var(--state) 4%, transparent) }
.scenario > summary:focus-visible { outline-offset: -3px; border-radius: 10px }
.scenario > summary .state { font-size: 1.2rem }
.chevron { color: var(--soft); transition: rotate .12s }
.chevron .icon { font-size: .8rem }
[open] > summary > .chevron { rotate: 90deg }
.heading { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .75rem; min-width: 0 }
h2 { font-size: 1.02rem; font-weight: 600; line-height: 1.35; min-width: 0 }
.file, .tally, .where, .took { color: var(--soft) }
.tag { padding: 0 .5rem; border-radius: 99px; background: var(--sunk); border: 1px solid var(--line); color: var(--soft); font-size: .78rem }
.tally { font-size: .86rem; white-space: nowrap }
.took { text-align: right; white-space: nowrap }
.body { padding: 0 1rem 1rem }
.body > .about { padding-bottom: .8rem }
.shot { display: block; position: relative; border-radius: 4px; overflow: hidden; background: var(--screen); outline: 1px solid color-mix(in srgb, var(--ink) 16%, transparent); outline-offset: 0; line-height: 0; cursor: zoom-in }
.shot img { display: block; width: 100%; height: auto }
.shot:hover { outline-color: var(--accent) }
.shot:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.shot.is-missing { display: grid; place-items: center; aspect-ratio: 4 / 3; padding: .25rem; cursor: default; line-height: 1.2; font-size: .75rem; text-align: center; color: var(--soft) }
.boxes { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none }
.boxes rect { fill: none; stroke: #ff2e63; stroke-width: 2px; vector-effect: non-scaling-stroke; paint-order: stroke }
.film { display: flex; gap: .7rem; margin: 0 -1rem; padding: .25rem 1rem .9rem; overflow-x: auto; scrollbar-width: thin; scroll-padding: 1rem }
.film li { flex: 0 0 8.6rem; min-width: 0 }
.film li.is-failed .shot, .film li.is-error .shot, .film li.is-tolerated .shot { outline: 2px solid var(--state) }
.under { display: flex; align-items: center; gap: .3rem; margin-top: .4rem; font-size: .78rem; line-height: 1.3; color: var(--soft) }
.under bdi { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; min-width: 0 }
.under .icon { color: var(--state) }
.steps { border-top: 1px solid var(--line) }
.step { border-bottom: 1px solid var(--line); scroll-margin: 1rem }
.step:last-child { border-bottom: 0 }
.step:target > .line { background: color-mix(in srgb, var(--accent) 9%, transparent) }
div.line { display: grid; grid-template-columns: auto 1.7rem minmax(0, 1fr) minmax(0, auto) 5.2rem 4rem; gap: .2rem .7rem; align-items: center; min-height: 3.4rem; padding: .25rem 0 }
.number { color: var(--soft); font-size: .86rem; text-align: right; text-decoration: none; font-variant-numeric: tabular-nums }
.number:hover { text-decoration: underline }
.step.is-failed > .line > .title, .step.is-error > .line > .title { font-weight: 600 }
.step.is-not-run, .step.is-skipped { color: var(--soft) }
.step.is-not-run > .line { min-height: 2.2rem }
.where { max-width: 26rem; text-align: right }
.thumb { width: 4rem }
.details { margin: .1rem 0 1.1rem 2.4rem }
details.details > summary { cursor: pointer; color: var(--soft); font-size: .9rem }
details.details > .details { margin-left: 0 }
.trouble { margin: .2rem 0 1rem; padding: .7rem .95rem; border-left: 3px solid var(--state); border-radius: 0 6px 6px 0; background: color-mix(in srgb, var(--state) 8%, var(--card)) }
.message { white-space: pre-wrap; max-width: 75ch }
.hint { margin-top: .4rem; font-size: .92rem; color: var(--soft); white-space: pre-wrap; max-width: 80ch }
.hint strong { color: var(--ink); font-weight: 600 }
.approve { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .8rem; margin-top: 1rem; font-size: .93rem; color: var(--soft) }
.approve .command { color: var(--ink) }
@media (max-width: 760px) {
  .scenario > summary { grid-template-columns: auto auto minmax(0, 1fr) auto }
  .tally { display: none }
  div.line { grid-template-columns: auto 1.4rem minmax(0, 1fr) auto 4rem }
  .where { grid-column: 3; grid-row: 2; text-align: left }
  div.line .took { grid-column: 4; grid-row: 1 }
  .thumb { grid-column: 5; grid-row: 1 / span 2 }
  .details { margin-left: 0 }
}
`;
