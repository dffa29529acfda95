import RFB from '@novnc/novnc';
import { useEffect, useRef, useState } from 'preact/hooks';
import { systemClock } from '../../clock.ts';

/** How long after a connection was lost, or not made, it is tried again. */
const AGAIN_MS = 1000;

export interface ScreenProps {
  readonly id: string;
  /** What a reader who does not see it is told. */
  readonly label: string;
  /** Whether there is a guest behind it: the last picture stays when it goes. */
  readonly isShown: boolean;
  readonly control: boolean;
}

/** A screen by VNC. */
export function VncScreen({ id, label, isShown, control }: ScreenProps) {
  const place = useRef<HTMLDivElement>(null);
  const rfb = useRef<RFB>(null);
  const [isConnected, setConnected] = useState(false);
  useEffect(() => {
    const target = place.current;
    if (!target || !isShown) return undefined;
    const end = new AbortController();
    const connect = () => {
      rfb.current = connectTo(target, { id, label, control });
      rfb.current.addEventListener('connect', () => setConnected(true));
      rfb.current.addEventListener('disconnect', () => {
        rfb.current = null;
        setConnected(false);
        systemClock.wait(AGAIN_MS, end.signal).then(connect, () => {});
      });
    };
    connect();
    return () => {
      end.abort();
      rfb.current?.disconnect();
    };
  }, [id, isShown, control]);
  return (
    <>
      <div class="screen" ref={place} data-connected={isConnected} />
      {control && isConnected && (
        <p class="hands">
          <button type="button" onClick={() => rfb.current?.focus()}>
            Type into the guest
          </button>
          <button type="button" onClick={() => rfb.current?.sendCtrlAltDel()}>
            Ctrl-Alt-Delete
          </button>
        </p>
      )}
    </>
  );
}

/** Until it shows something, what was there before stays; and what it showed last stays behind it. */
function connectTo(
  target: HTMLElement,
  { id, label, control }: Pick<ScreenProps, 'id' | 'label' | 'control'>,
): RFB {
  const { href } = new URL(`screens/${id}`, location.href.replace(/^http/, 'ws'));
  const rfb = new RFB(target, href);
  rfb.viewOnly = !control;
  rfb.focusOnClick = control;
  rfb.scaleViewport = true;
  rfb.qualityLevel = 9;
  rfb.compressionLevel = 1;
  rfb.background = 'transparent';
  const screen = target.lastElementChild;
  const canvas = screen?.querySelector('canvas');
  canvas?.setAttribute('role', 'img');
  canvas?.setAttribute('aria-label', label);
  rfb.addEventListener('connect', () => target.replaceChildren(...(screen ? [screen] : [])));
  rfb.addEventListener('disconnect', () => {
    if (screen && target.childElementCount === 0) target.append(screen);
  });
  return rfb;
}
