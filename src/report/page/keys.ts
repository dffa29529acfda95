import { useEffect, useRef } from 'preact/hooks';

const settings = { enabled: true };

/** Whether single keys do something; some people speak their input. */
export function areShortcutsOn(): boolean {
  return settings.enabled;
}

export function setShortcuts(enabled: boolean): void {
  settings.enabled = enabled;
}

/** Calls what stands under the key's name, unless somebody is writing or a dialog is open. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!settings.enabled || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || isTakenBy(event.target, event.key)) return;
      if (document.querySelector('dialog[open]')) return;
      const action = Object.hasOwn(latest.current, event.key) && latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

function isTakenBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'range' || key.startsWith('Arrow');
  return target.isContentEditable || target instanceof HTMLSelectElement;
}
