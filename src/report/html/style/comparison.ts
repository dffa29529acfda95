/** A mismatch: facts, panes, slider, blinking. */
export const comparisonStyle = `
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2.2rem; margin-bottom: .9rem }
dt { font-size: .8rem; color: var(--soft) }
dt code { font-size: .95em }
dd { font-weight: 600; font-variant-numeric: tabular-nums }
dd small { font-weight: 400; color: var(--soft); font-size: .9em }
.places { flex: 1 1 20rem; min-width: 0 }
.places dd { font-weight: 400; max-height: 3.2rem; overflow: auto }
.places dd code { display: inline-block; margin-right: .35rem; padding: 0 .4rem; border-radius: 4px; background: var(--sunk) }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin-bottom: .8rem; font-size: .9rem }
.views { display: inline-flex; border: 1px solid var(--line); border-radius: 7px; overflow: hidden; background: var(--sunk) }
.views button { border: 0; background: none; padding: .25rem .85rem; color: var(--soft) }
.views button + button { border-left: 1px solid var(--line) }
.views button[aria-pressed=true] { background: var(--card); color: var(--ink); font-weight: 600 }
.views button:focus-visible { outline-offset: -2px }
.tools label { display: inline-flex; align-items: center; gap: .4rem; cursor: pointer }
.tools input { accent-color: var(--accent) }
.panes { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem }
.panes.is-search { grid-template-columns: minmax(0, 1fr) minmax(0, 3fr); align-items: start }
.panes.is-single { grid-template-columns: minmax(0, 34rem) }
figcaption { margin-bottom: .3rem; font-size: .84rem; font-weight: 600; color: var(--soft) }
.no-boxes .boxes { display: none }
.nearest { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; align-items: end; margin-top: 1.1rem; padding-top: 1rem; border-top: 1px dashed var(--line) }
.nearest p { grid-column: span 2; align-self: center; max-width: 52ch; color: var(--soft) }
.nearest strong { color: var(--ink) }
.stage { max-width: 64rem }
.stage > svg { display: block; width: 100%; height: auto; border-radius: 4px; background: var(--screen); outline: 1px solid color-mix(in srgb, var(--ink) 16%, transparent) }
.stage .edge { stroke: #ff2e63; stroke-width: 2px; vector-effect: non-scaling-stroke }
.stage .controls { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1rem; margin-top: .6rem; font-size: .9rem }
.stage input[type=range] { flex: 1 1 16rem; accent-color: var(--accent) }
.stage .controls button { border: 1px solid var(--line); border-radius: 7px; background: var(--card); padding: .25rem .85rem }
.stage .controls b { min-width: 5.5rem }
@media (max-width: 760px) {
  .panes, .nearest { grid-template-columns: minmax(0, 1fr) }
  .nearest p { grid-column: auto }
}
`;
