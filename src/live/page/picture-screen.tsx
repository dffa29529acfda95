import { useEffect, useRef } from 'preact/hooks';
import { systemClock } from '../../clock.ts';
import type { ScreenProps } from './vnc-screen.tsx';

const BETWEEN_MS = 1000;

/** A screen as pictures, one a second while the page is looked at. */
export function PictureScreen({ id, label, isShown }: Omit<ScreenProps, 'control'>) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isShown) return undefined;
    const end = new AbortController();
    const look = async () => {
      for (let number = 1; ; number += 1) {
        const picture = document.hidden ? undefined : await load(`screens/${id}.png?${number}`);
        if (end.signal.aborted) return;
        if (picture) place.current?.replaceChildren(Object.assign(picture, { alt: label }));
        await systemClock.wait(BETWEEN_MS, end.signal);
      }
    };
    look().catch(() => {});
    return () => end.abort();
  }, [id, isShown]);
  return (
    <>
      <div class="screen" ref={place} />
      <p class="soft hands">A picture a second: this machine has no VNC server to look through.</p>
    </>
  );
}

/** The picture before stays until the next one is whole. */
function load(source: string): Promise<HTMLImageElement | undefined> {
  const image = new Image();
  image.src = source;
  return image.decode().then(
    () => image,
    () => undefined,
  );
}
