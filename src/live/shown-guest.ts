import type { Clock } from '../clock.ts';
import type { Guest } from '../guest/guest.ts';
import type { Machine } from '../machine/machine.ts';
import type { LiveScreen } from './live-state.ts';
import { StillPictures } from './still-pictures.ts';
import { VncDoor } from './vnc-door.ts';

/** The release whose `set_password` can say which VNC server is meant. */
const NAMED_SERVERS_SINCE = 7;

type View =
  | { readonly kind: 'vnc'; readonly door: VncDoor }
  | { readonly kind: 'pictures'; readonly pictures: StillPictures };

export interface ShownScreen {
  readonly screen: LiveScreen;
  readonly view: View;
  readonly guest: Guest;
}

/** What there is to see of a guest. `name` is unlike that of any other guest. */
export function listScreens(guest: Guest, name: string, clock: Clock): readonly ShownScreen[] {
  const { machine } = guest;
  const watched = hasNamedServers(machine) ? (machine.watched ?? []) : [];
  if (watched.length === 0) {
    const pictures = new StillPictures(machine, clock);
    return [
      { screen: { id: name, kind: 'pictures' }, view: { kind: 'pictures', pictures }, guest },
    ];
  }
  return watched.map((one, index) => {
    const label = watched.length > 1 ? { label: `${one.device}, head ${one.head}` } : {};
    const screen: LiveScreen = { id: `${name}-${index}`, kind: 'vnc', ...label };
    return { screen, view: { kind: 'vnc', door: new VncDoor(machine.client, one, clock) }, guest };
  });
}

/** Where none can be meant by name, a password would be that of the machine's own server. */
function hasNamedServers({ client }: Machine): boolean {
  return client.version.major >= NAMED_SERVERS_SINCE;
}
