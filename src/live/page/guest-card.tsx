import { formatDuration } from '../../report/page/format.ts';
import { labels, StateIcon } from '../../report/page/icons.tsx';
import type { LiveGuest, LiveScenario, LiveScreen } from '../live-state.ts';
import { PictureScreen } from './picture-screen.tsx';
import { StepList } from './step-list.tsx';
import { VncScreen } from './vnc-screen.tsx';

export interface GuestProps {
  readonly guest: LiveGuest;
  readonly scenario: LiveScenario | undefined;
  readonly control: boolean;
  /** By the clock of the run's host. */
  readonly now: number;
}

/** A guest: what it shows, the step it is at, and those to come. */
export function GuestCard({ guest, scenario, control, now }: GuestProps) {
  const { attempt, verdict, machine, trouble } = guest;
  const name = scenario?.name ?? guest.scenario;
  return (
    <section class="guest" aria-label={`${name}, guest ${guest.worker}`}>
      <header>
        <h2>
          {verdict && <StateIcon state={verdict} />}
          <bdi>{name}</bdi>
        </h2>
        <p class="soft">
          <bdi>{guest.scenario}</bdi>
          {attempt > 1 && `, attempt ${attempt}`}
          {machine && ` · ${machine}`}
          {' · '}
          {formatDuration(guest.durationMs ?? now - guest.startedAt)}
          {verdict && ` · ${labels[verdict]}`}
        </p>
        {trouble && <p class="problem">{trouble.message}</p>}
      </header>
      <div class="guest-views">
        <div>
          {guest.screens.map((screen) => (
            <Screen key={screen.id} {...{ screen, guest, control, name }} />
          ))}
          {guest.screens.length === 0 && (
            <p class="screen note">{verdict ? 'It showed nothing.' : 'The machine is starting.'}</p>
          )}
        </div>
        <StepList guest={guest} outlines={scenario?.steps ?? []} now={now} />
      </div>
    </section>
  );
}

function Screen({
  screen: { id, kind, label },
  guest: { isShown },
  control,
  name,
}: Pick<GuestProps, 'guest' | 'control'> & { screen: LiveScreen; name: string }) {
  const props = { id, isShown, label: `What ${name} shows${label ? ` on ${label}` : ''}` };
  return (
    <figure class={isShown ? undefined : 'gone'}>
      {kind === 'vnc' ? <VncScreen {...props} control={control} /> : <PictureScreen {...props} />}
      {(label || !isShown) && (
        <figcaption class="soft">
          {label && `${label}. `}
          {!isShown && 'The guest is gone; this is the last that was seen of it.'}
        </figcaption>
      )}
    </figure>
  );
}
