import { useEffect, useRef } from 'preact/hooks';

/** Keeps what is current in sight within its own scroller, without moving the page. */
export function useReveal<T extends HTMLElement>(...current: readonly unknown[]) {
  const list = useRef<T>(null);
  useEffect(() => {
    const item = list.current?.querySelector<HTMLElement>('[aria-current]');
    const scroller = list.current?.closest<HTMLElement>('.panel');
    if (!item || !scroller) return;
    const [inner, outer] = [item.getBoundingClientRect(), scroller.getBoundingClientRect()];
    if (inner.top < outer.top) scroller.scrollTop -= outer.top - inner.top + 40;
    else if (inner.bottom > outer.bottom) scroller.scrollTop += inner.bottom - outer.bottom + 40;
  }, current);
  return list;
}
