import { useEffect, useRef, useState } from 'preact/hooks';
import { areShortcutsOn, setShortcuts } from './keys.ts';

const keys: readonly (readonly [string, string])[] = [
  ['/', 'search'],
  ['j  k', 'next, previous scenario'],
  ['n  p', 'next, previous scenario that went wrong'],
  ['o', 'overview'],
  [']  [', 'next, previous step'],
  ['.  ,', 'next, previous frame'],
  ['1 … 8', 'film, diff, expected, actual, side by side, slider, blink, zoom'],
  ['b', 'boxes around differences on or off'],
  ['m', 'masks and regions on or off'],
  ['l', 'copy the link to what is shown'],
  ['a  r  u', 'accept, reject, undo (when served); in the overview the picture with the focus'],
  [
    '← → ↑ ↓',
    'on a mask or region that is drawn: one pixel; with Shift its size; with Ctrl sixteen',
  ],
  ['← → ↑ ↓', 'in the zoom: one pixel; with Shift: sixteen'],
  ['+  −  d', 'in the zoom: nearer, farther, next difference'],
  ['?', 'this list'],
];

export function HelpDialog({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [enabled, setEnabled] = useState(areShortcutsOn);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input
          type="checkbox"
          checked={enabled}
          onChange={(event) => {
            setShortcuts(event.currentTarget.checked);
            setEnabled(event.currentTarget.checked);
          }}
        />{' '}
        Single keys do this
      </label>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
