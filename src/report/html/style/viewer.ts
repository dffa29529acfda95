/** The large picture over the page. Dark in both themes, so that a screen looks the same. */
export const viewerStyle = `
dialog { width: 100vw; height: 100dvh; max-width: none; max-height: none; margin: 0; padding: 0; border: 0; background: #0b0e12f5; color: #e4e9ef; overflow: hidden }
dialog::backdrop { background: #0b0e12 }
dialog[open] { display: grid; grid-template: auto minmax(0, 1fr) / auto minmax(0, 1fr) auto }
.viewer-top { grid-column: 1 / -1; display: flex; align-items: center; gap: 1rem; padding: .6rem .9rem }
.viewer-top p { flex: 1; min-width: 0; max-height: 4.5em; overflow: auto }
.viewer-top span { color: #98a4b3; font-variant-numeric: tabular-nums; white-space: nowrap }
.viewer-picture { display: grid; place-items: center; overflow: auto; min-width: 0; min-height: 0; padding: 0 0 1rem }
.viewer-frame { position: relative; max-width: 100%; max-height: 100%; min-width: 0; min-height: 0; display: grid; place-items: center }
.viewer-frame img { display: block; max-width: 100%; max-height: 100%; object-fit: contain; image-rendering: auto }
.is-actual-size .viewer-picture { place-items: start safe center }
.is-actual-size .viewer-frame, .is-actual-size .viewer-frame img { max-width: none; max-height: none }
.is-actual-size img { image-rendering: pixelated }
dialog button { display: grid; place-items: center; border: 1px solid #ffffff2b; border-radius: 7px; background: #ffffff12; color: inherit; min-width: 2.3rem; min-height: 2.1rem; padding: 0 .7rem }
dialog button:hover { background: #ffffff2b }
dialog .step-aside { align-self: center; margin: .6rem; min-height: 4rem; padding: 0 }
dialog button:disabled { opacity: .3; cursor: default }
dialog:focus-visible { outline: none }
dialog :focus-visible { outline-color: #82aaff }
`;
