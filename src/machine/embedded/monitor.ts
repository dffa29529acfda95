import type { Pc } from './pc.ts';

const STATUS_PORT = 0x64;

/** The human monitor, which here knows one thing: `i /b 0x64`, by which keys are paced. */
export function answerMonitor(line: string, pc: Pc): string {
  const [, name = '', rest = ''] = /^\s*(\w*)\s*(.*)$/.exec(line) ?? [];
  if (name === '') return '';
  if (name === 'i' && /^\/b\s+(0x)?\w+$/.test(rest)) {
    const port = Number(rest.replace(/^\/b\s+/, ''));
    if (port === STATUS_PORT) return `portb[0x0064] = 0x${hex(pc.ps2.status())}\r\n`;
  }
  return `unknown command: '${name}'\r\n`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
