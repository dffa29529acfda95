/** The head of the page and the filters. */
export const headerStyle = `
.brand { display: flex; align-items: center; gap: .45rem; font-weight: 600; font-size: .9rem; color: var(--soft) }
.brand svg { width: 1.25rem; height: 1.25rem; fill: none; stroke: currentColor; stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round }
.brand span { font-weight: 400 }
.verdict { display: flex; align-items: center; gap: 1rem; margin: 1.4rem 0 .7rem }
.verdict .state { font-size: 2.6rem; --card: var(--page) }
h1 { font-size: 1.9rem; line-height: 1.15; font-weight: 700; letter-spacing: -.015em; color: var(--state) }
h1 small { display: block; margin-top: .25rem; font-size: 1rem; font-weight: 400; letter-spacing: 0; color: var(--ink) }
header .run { color: var(--ink) }
.proportions { display: block; width: 100%; height: .45rem; margin: 1.2rem 0 0; border-radius: 99px; background: var(--line) }
.proportions rect { fill: var(--state) }
.proportions .is-not-run { fill: var(--line) }
.waiting { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .8rem; margin-top: 1.1rem; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); box-shadow: var(--shade); font-size: .93rem }
.filters { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.1rem 0 .9rem; align-items: center }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; flex: 1 1 auto }
.chip { display: inline-flex; align-items: center; gap: .4rem; border: 1px solid var(--line); border-radius: 99px; background: var(--card); padding: .28rem .8rem .28rem .6rem; font-size: .9rem }
.chip .icon { color: var(--state) }
.chip:hover { border-color: var(--state) }
.chip[aria-pressed=true] { border-color: var(--state); box-shadow: inset 0 0 0 1px var(--state); background: color-mix(in srgb, var(--state) 10%, var(--card)) }
.search { position: relative; flex: 0 1 21rem; min-width: min(15rem, 100%); display: block }
.search input { width: 100%; border: 1px solid var(--line); border-radius: 7px; background: var(--card); padding: .35rem 2rem .35rem .7rem; font-size: .93rem }
.search input::placeholder { color: var(--soft); opacity: 1 }
.search kbd { position: absolute; right: .5rem; top: 50%; translate: 0 -50%; border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; color: var(--soft); pointer-events: none }
.search input:focus ~ kbd { display: none }
@media (max-width: 760px) { .search { flex-basis: 100% } }
.empty { padding: 3rem; text-align: center; color: var(--soft) }
`;
